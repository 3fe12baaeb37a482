import { alarmClock } from '../serve-events/alarm-clock.js';
import { completeContext } from '../serve-events/complete-context.js';
import type { EventContext } from '../serve-events/event-context.js';
import { observeBatch } from './batch-observer.js';
import { batchReply } from './batch-reply.js';
import { batchTime } from './batch-time.js';
import { failMessage } from './fail-message.js';
import { logBatch } from './log-batch.js';
import type { SqsBatchResponse, SqsEvent } from './message.js';
import type { SqsHandlerOptions } from './options.js';
import { processBatch } from './process-batch.js';
import { type ProcessMessage, workOn } from './process-message.js';
import { messageReader } from './read-message.js';
import { queueReader } from './read-queue.js';
import { readRecords } from './read-records.js';
import { refuseBadOptions } from './refuse-bad-options.js';
import { visibilityChanger } from './visibility.js';

export type { SqsHandlerOptions } from './options.js';

/** An event handler for SQS batches. */
export type SqsEventHandler = (event: SqsEvent, context: EventContext) => Promise<SqsBatchResponse>;

/**
 * What `sqsHandler` and the wrappers on it make: an {@link SqsEventHandler} that Lambda's own runtime or a test may
 * call, too, with a context that lacks `signal` and `log`, or with none. It fits `SQSHandler` of `@types/aws-lambda`.
 */
export type SqsLambdaHandler = (
  event: SqsEvent,
  context?: Partial<EventContext> | null,
) => Promise<SqsBatchResponse>;

/**
 * Turns a function for one message into a handler of SQS batches with a partial batch response.
 *
 * Resolving acknowledges a message, throwing reports it failed; the returned value is ignored. What has not
 * settled when its `context.signal` is aborted is reported failed.
 *
 * @param processMessage - gets the body, parsed as JSON and validated, and the context with `message`.
 * Without a schema nobody has looked at the body: its type is what the function says.
 * @throws LwaBridgeError `ERR_SETTINGS` for bad options; the handler, so that the invocation fails:
 * `ERR_NOT_AN_SQS_EVENT`, `ERR_BATCH_FAILED`, `ERR_UNIDENTIFIED_FAILURE`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 *
 * @example
 * ```ts
 * import { isMain, serveEvents, sqsHandler } from 'lwa-bridge';
 * import { z } from 'zod';
 *
 * const Order = z.object({ id: z.string(), amount: z.number() });
 *
 * export const handler = sqsHandler(
 *   async (order, { log, message }) => {
 *     log.info({ order: order.id, receiveCount: message.receiveCount }, 'order received');
 *   },
 *   { schema: Order },
 * );
 *
 * if (isMain(import.meta)) serveEvents(handler);
 * ```
 */
export function sqsHandler<Body = unknown>(
  processMessage: ProcessMessage<Body>,
  options: SqsHandlerOptions<Body> = {},
): SqsLambdaHandler {
  refuseBadOptions(processMessage, options);
  const { body = 'json', concurrency = 10, deadlineMarginMs, hooks, schema } = options;
  const { reportBatchItemFailures = true, throwOnFullBatchFailure = true } = options;
  const { onNonRetriable = 'redrive', retryDelay, sqsClient } = options;
  const processing = { processMessage, format: body, schema };
  // What is kept from batch to batch: nothing but a timer and the queue's name.
  const setAlarm = alarmClock();
  const readQueue = queueReader();
  const readMessage = messageReader(readQueue);
  const policy = { onNonRetriable, retryDelay, changeVisibility: visibilityChanger(sqsClient) };

  return async (event, given) => {
    const context = completeContext(given);
    const records = readRecords(event);
    const queue = readQueue(records[0]?.eventSourceARN);
    const time = batchTime(context, deadlineMarginMs, setAlarm);
    try {
      const batchContext = { ...context, signal: time.signal, message: undefined };
      const observer = hooks && observeBatch(hooks, { queue, messages: records.length, context });

      const failed = await processBatch(records, {
        concurrency,
        time,
        toContext: (record) => ({ ...batchContext, message: readMessage(record) }),
        work: (messageContext) => workOn(messageContext, processing),
        fail: (error, messageContext) => failMessage(error, messageContext, policy),
        observer,
      });
      logBatch(records.length, failed, queue, context);

      const rules = { batchSize: records.length, throwOnFullBatchFailure, reportBatchItemFailures };
      const reply = () => batchReply(failed, rules);
      return observer ? observer.batchEnd(reply) : reply();
    } finally {
      time.end();
    }
  };
}
