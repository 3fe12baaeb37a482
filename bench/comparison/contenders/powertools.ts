import {
  BatchProcessor,
  EventType,
  processPartialResponse,
  SqsFifoPartialProcessorAsync,
} from '@aws-lambda-powertools/batch';
import { parser } from '@aws-lambda-powertools/batch/parser';
import type { EventSourceDataClassTypes } from '@aws-lambda-powertools/batch/types';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Contender, Task, Wanted } from '../contender.ts';
import type { Observation } from '../observe.ts';
import { type LambdaHandler, runOnLambda } from '../on-lambda.ts';
import { versionOf } from '../version-of.ts';

/** The batch processor of Powertools for AWS Lambda (TypeScript). */
export const powertools: Contender = {
  name: 'Powertools',
  packages: [versionOf('@aws-lambda-powertools/batch'), versionOf('@aws-lambda-powertools/parser')],
  onLambda: true,
  run: (task, sqs) => runOnLambda(task, sqs, makeHandler),
};

function makeHandler({ wanted = {} }: Task, seen: Observation): LambdaHandler | undefined {
  const { noPartialResponse, backOff, deadLetters, putOff } = wanted;
  if (noPartialResponse || backOff || deadLetters || putOff) return undefined;

  const workOn = ({ messageId, attributes, messageAttributes }: SQSRecord, body: unknown) =>
    seen.work(body, {
      messageId,
      receiveCount: attributes?.ApproximateReceiveCount,
      attributes: messageAttributes,
    });

  if (wanted.fifo) {
    const processor = new SqsFifoPartialProcessorAsync();
    const onRecord = async (record: SQSRecord) => workOn(record, JSON.parse(record.body));
    return (event: SQSEvent, context) =>
      processPartialResponse(event, onRecord, processor, {
        context: context as Context,
        skipGroupOnError: true,
      });
  }

  const processor = processorFor(wanted, seen);
  // With a schema the parser has parsed the body.
  const onRecord = async (record: SQSRecord) =>
    workOn(record, wanted.schema ? record.body : JSON.parse(record.body));
  return (event: SQSEvent, context) =>
    processPartialResponse(event, onRecord, processor, {
      context: context as Context,
      processInParallel: wanted.concurrency === undefined,
    });
}

function processorFor({ schema, heard }: Wanted, seen: Observation): BatchProcessor {
  if (schema) {
    const logger = { debug: seen.log, warn: seen.log, error: seen.log };
    // What takes a schema of the body takes zod's only; any other must be of the whole record.
    return schema.body['~standard'].vendor === 'zod'
      ? new BatchProcessor(EventType.SQS, {
          parser,
          innerSchema: schema.body,
          transformer: 'json',
          logger,
        })
      : new BatchProcessor(EventType.SQS, { parser, schema: schema.record, logger });
  }
  return heard ? new HeardProcessor(heard) : new BatchProcessor(EventType.SQS);
}

// Its documentation says to extend the class.
class HeardProcessor extends BatchProcessor {
  readonly #heard: Record<string, unknown>[];

  constructor(heard: Record<string, unknown>[]) {
    super(EventType.SQS);
    this.#heard = heard;
  }

  override successHandler(record: EventSourceDataClassTypes, result: unknown) {
    this.#heard.push({ outcome: 'done', receiveCount: receiveCountOf(record as SQSRecord) });
    return super.successHandler(record, result);
  }

  override failureHandler(record: EventSourceDataClassTypes, error: Error) {
    const receiveCount = receiveCountOf(record as SQSRecord);
    this.#heard.push({ outcome: 'failed', error, receiveCount });
    return super.failureHandler(record, error);
  }
}

function receiveCountOf({ attributes }: SQSRecord): string {
  return attributes.ApproximateReceiveCount;
}
