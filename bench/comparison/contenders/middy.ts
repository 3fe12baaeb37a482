import middy from '@middy/core';
import eventNormalizer from '@middy/event-normalizer';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { Contender, Task } from '../contender.ts';
import type { Observation } from '../observe.ts';
import { type LambdaHandler, runOnLambda } from '../on-lambda.ts';
import { versionOf } from '../version-of.ts';

/** middy with its middleware for partial batch responses. */
export const withMiddy: Contender = {
  name: 'middy',
  packages: [
    versionOf('@middy/core'),
    versionOf('@middy/sqs-partial-batch-failure'),
    versionOf('@middy/event-normalizer'),
  ],
  onLambda: true,
  run: (task, sqs) => runOnLambda(task, sqs, makeHandler),
};

function makeHandler({ wanted = {} }: Task, seen: Observation): LambdaHandler | undefined {
  const { schema, noPartialResponse, backOff, deadLetters, putOff } = wanted;
  if (schema || noPartialResponse || backOff || deadLetters || putOff) {
    return undefined;
  }

  const workOn = async (record: SQSRecord, signal: AbortSignal | undefined) =>
    seen.work(record.body, {
      messageId: record.messageId,
      receiveCount: record.attributes?.ApproximateReceiveCount,
      attributes: record.messageAttributes,
      signal,
    });

  // The two forms of its documentation: all at once, and one after the other.
  const atOnce = async ({ Records }: SQSEvent, signal?: AbortSignal) =>
    Promise.allSettled(Records.map((record) => workOn(record, signal)));
  const inOrder = async ({ Records }: SQSEvent, signal?: AbortSignal) => {
    const results: PromiseSettledResult<unknown>[] = [];
    for (const record of Records) {
      results.push(...(await Promise.allSettled([workOn(record, signal)])));
    }
    return results;
  };
  const settle = wanted.fifo || wanted.concurrency ? inOrder : atOnce;

  const logger = (reason: unknown, record: SQSRecord) => {
    seen.log(`${String(reason)} ${JSON.stringify(record)}`);
    const receiveCount = record.attributes?.ApproximateReceiveCount;
    wanted.heard?.push({ outcome: 'failed', error: reason, receiveCount });
  };
  return middy<SQSEvent>()
    .use(eventNormalizer())
    .use(sqsPartialBatchFailure({ logger }))
    .handler((event: SQSEvent, _context, options) =>
      settle(event, options?.signal),
    ) as unknown as LambdaHandler;
}
