import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { parser } from '@aws-lambda-powertools/batch/parser';
import middy from '@middy/core';
import eventNormalizer from '@middy/event-normalizer';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { type EventContext, type Schema, type SqsEvent, sqsHandler } from 'lwa-bridge';
import { type Body, bodySchemas } from './body.ts';

/** A handler of SQS batches under measurement. */
export type BatchHandler = (event: SqsEvent, context: EventContext) => Promise<unknown>;

/** What each contender does with a message: nothing, but it needs the parsed body for that. */
async function work(body: Body): Promise<void> {
  if (body.order === undefined) throw new Error('the body was not parsed');
}

/** `sqsHandler`, with and without a schema. */
export const bridge = (schema?: Schema<unknown, Body>): BatchHandler =>
  sqsHandler<Body>(work, schema ? { schema } : {});

/** The loop that people write by hand; it leaves nothing out that a partial batch response needs. */
export const byHand: BatchHandler = withSummary(async ({ Records }) => {
  const results = await Promise.allSettled(
    Records.map(async (record) => work(JSON.parse(record.body))),
  );
  return {
    batchItemFailures: Records.filter((_, index) => results[index]?.status === 'rejected').map(
      ({ messageId }) => ({ itemIdentifier: messageId }),
    ),
  };
});

const processor = new BatchProcessor(EventType.SQS);

/** Powertools' batch processor, as its documentation begins with it. */
export const powertools: BatchHandler = withSummary((event, context) =>
  processPartialResponse(
    event as SQSEvent,
    async (record: SQSRecord) => work(JSON.parse(record.body)),
    processor,
    { context: context as Context },
  ),
);

const parsingProcessor = new BatchProcessor(EventType.SQS, {
  parser,
  innerSchema: bodySchemas.zod,
  transformer: 'json',
});

/** Powertools' batch processor with its parser: the body is validated by zod. */
export const powertoolsWithZod: BatchHandler = withSummary((event, context) =>
  processPartialResponse(
    event as SQSEvent,
    async (record: { body: Body }) => work(record.body),
    parsingProcessor,
    { context: context as Context },
  ),
);

const settle = (toBody: (body: string) => Body) => (event: SQSEvent) =>
  Promise.allSettled(event.Records.map(async (record) => work(toBody(record.body))));

/** middy's middleware, as its documentation has it, the body parsed in the handler. */
export const middyWithParse: BatchHandler = withSummary(
  middy<SQSEvent>()
    .use(sqsPartialBatchFailure())
    .handler(settle((body) => JSON.parse(body))) as unknown as BatchHandler,
);

/** middy's middleware behind its event normalizer, which parses the bodies. */
export const middyWithNormalizer: BatchHandler = withSummary(
  middy<SQSEvent>()
    .use(eventNormalizer())
    .use(sqsPartialBatchFailure())
    .handler(settle((body) => body as unknown as Body)) as unknown as BatchHandler,
);

/** `sqsHandler` writes one line for each batch: so that conditions are equal, each of the others too. */
function withSummary(handler: BatchHandler): BatchHandler {
  return async (event, context) => {
    const reply = (await handler(event, context)) as { batchItemFailures: unknown[] };
    const counts = { messages: event.Records.length, failed: reply.batchItemFailures.length };
    context.log.info({ queue: 'queue', ...counts }, 'batch done');
    return reply;
  };
}
