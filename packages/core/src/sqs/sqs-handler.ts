import type { SQSClient } from '@aws-sdk/client-sqs';
import type { EventContext } from '../serve-events/event-context.js';
import type { Schema } from '../standard-schema.js';
import type { MessageContext, SqsBatchResponse, SqsEvent } from './message.js';

/** What to do with a message that no retry can help. */
export type OnNonRetriable =
  | 'redrive'
  | 'acknowledge'
  | ((error: Error, context: MessageContext) => unknown);

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
  /** The client that sets visibility timeouts. Default: one made on first use. */
  client?: SQSClient;
}

/** Works on one message. Resolving acknowledges it, throwing reports it failed. */
export type ProcessMessage<Body> = (body: Body, context: MessageContext) => unknown;

/** An event handler for SQS batches. */
export type SqsEventHandler = (event: SqsEvent, context: EventContext) => Promise<SqsBatchResponse>;
