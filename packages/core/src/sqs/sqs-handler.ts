import type { AwsClient } from '../aws-client.js';
import { type ErrorCode, isLwaBridgeError } from '../errors.js';
import type { EventContext } from '../serve-events/event-context.js';
import type { Schema } from '../standard-schema.js';
import { batchReply } from './batch-reply.js';
import type { MessageContext, SqsBatchResponse, SqsEvent } from './message.js';
import { type FailedMessage, processBatch } from './process-batch.js';
import {
  type MessageProcessing,
  type OnNonRetriable,
  type ProcessMessage,
  processMessage as runMessage,
} from './process-message.js';
import { readMessage } from './read-message.js';
import { readRecords } from './read-records.js';
import { refuseBadOptions } from './refuse-bad-options.js';
import { visibilityChanger } from './visibility.js';

/** Options of {@link sqsHandler}. */
export interface SqsHandlerOptions<Body = unknown> {
  /** Validates the parsed body; `processMessage` gets its output. */
  schema?: Schema<unknown, Body>;
  /**
   * How many messages are worked on at once; on FIFO queues, how many message groups.
   * @default 10
   */
  concurrency?: number;
  /**
   * What becomes of a message whose error no retry can help (`NonRetriableError`, malformed body).
   *
   * - `'redrive'`: reported failed, the queue's own redrive policy decides. On FIFO queues that holds the group
   *   back until maxReceiveCount.
   * - `'acknowledge'`: logged and deleted.
   * - a function: the message is deleted when it resolves, reported failed when it throws.
   * @default 'redrive'
   */
  onNonRetriable?: OnNonRetriable;
  /**
   * Fail the invocation when every record failed: nothing is lost even where the mapping lacks
   * `ReportBatchItemFailures`, and Lambda's Errors metric sees it.
   * @default true
   */
  throwOnFullBatchFailure?: boolean;
  /**
   * Set to `false` for a mapping without `ReportBatchItemFailures`: any failure then fails the
   * whole invocation.
   * @default true
   */
  reportBatchItemFailures?: boolean;
  /** The client that sets visibility timeouts. @default one made on first use */
  sqsClient?: AwsClient;
}

/** An event handler for SQS batches. */
export type SqsEventHandler = (event: SqsEvent, context: EventContext) => Promise<SqsBatchResponse>;

/**
 * Turns a function for one message into a handler of SQS batches with a partial batch response.
 *
 * Resolving acknowledges a message, throwing reports it failed; the returned value is ignored. What has not
 * settled when `context.signal` is aborted is reported failed.
 *
 * @param processMessage - gets the body, parsed as JSON and validated, and the context with `message`
 * @throws LwaBridgeError (the handler, so that the invocation fails) `ERR_NOT_AN_SQS_EVENT`,
 * `ERR_BATCH_FAILED`, `ERR_UNIDENTIFIED_FAILURE`
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
): SqsEventHandler {
  const {
    concurrency = 10,
    onNonRetriable = 'redrive',
    throwOnFullBatchFailure = true,
    reportBatchItemFailures = true,
  } = options;
  refuseBadOptions(processMessage, options);
  const processing: MessageProcessing<Body> = {
    processMessage,
    schema: options.schema,
    onNonRetriable,
    changeVisibility: visibilityChanger(options.sqsClient),
  };

  return async (event, context) => {
    const contexts = readRecords(event).map((record) => ({
      ...context,
      message: readMessage(record),
    }));
    const failed = await processBatch(contexts, {
      concurrency,
      signal: context.signal,
      process: (messageContext) => runMessage(messageContext, processing),
    });
    logBatch(contexts, failed, context);
    return batchReply(failed, {
      batchSize: contexts.length,
      throwOnFullBatchFailure,
      reportBatchItemFailures,
    });
  };
}

function logBatch(
  contexts: readonly MessageContext[],
  failed: readonly FailedMessage[],
  { log }: EventContext,
): void {
  for (const { context, error } of failed) {
    if (!isLwaBridgeError(error) || !unprocessed.includes(error.code)) continue;
    const { messageId, receiveCount } = context.message;
    log.warn({ messageId, receiveCount, err: error }, 'a message was not worked on');
  }
  const counts = { messages: contexts.length, failed: failed.length };
  log.info({ queue: contexts[0]?.message.queue.name, ...counts }, 'batch done');
}

const unprocessed: readonly ErrorCode[] = ['ERR_GROUP_BLOCKED', 'ERR_NOT_FINISHED'];
