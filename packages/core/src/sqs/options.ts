import type { AwsClient } from '../aws-client.js';
import type { Schema } from '../standard-schema.js';
import type { OnNonRetriable } from './fail-message.js';
import type { SqsHooks } from './hooks.js';
import type { BodyFormat } from './read-body.js';
import type { RetryDelay } from './retry-delay.js';

/** Options of `sqsHandler`. */
export interface SqsHandlerOptions<Body = unknown> {
  /** Validates the body; `processMessage` gets its output. Any Standard Schema: zod, valibot, arktype. */
  schema?: Schema<unknown, Body>;
  /**
   * What bodies are: `'json'`, which is parsed, or `'text'`, which is left as it is.
   * @default 'json'
   */
  body?: BodyFormat;
  /**
   * How many messages are worked on at once; on FIFO queues, how many message groups.
   * @default 10
   */
  concurrency?: number;
  /**
   * How long before the invocation's deadline this batch ends, in milliseconds; half of the time that
   * the batch begins with, where that is less. With less left no message is started; what is under
   * way then is told by its `signal` and reported failed. What has finished stays acknowledged.
   *
   * By default a message is started while the longest one of this batch so far would still end 1 s before
   * the deadline (when the invocation's `signal` is aborted), and the batch ends at 500 ms at the latest.
   */
  deadlineMarginMs?: number;
  /**
   * How long a message whose function threw stays invisible before it comes back, in seconds, 0 to 43,200, by its
   * receive count: `exponentialBackOff()`, or a function of your own, `undefined` of which leaves the
   * visibility timeout as it is. Not for `NonRetriableError`; a `RetryAfterError` says it itself.
   * @default none: the rest of its visibility timeout
   */
  retryDelay?: RetryDelay;
  /**
   * What becomes of a message whose error no retry can help (`NonRetriableError`, malformed body).
   *
   * - `'redrive'`: reported failed, the queue's own redrive policy decides. On FIFO queues that holds the group
   *   back until maxReceiveCount.
   * - `'acknowledge'`: logged and deleted.
   * - a function: the message is deleted when it resolves, reported failed when it throws.
   *   `toDeadLetterQueue({ queueUrl })` makes one that sends it to a dead-letter queue with the reason.
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
  /** Told of each batch and message, with duration and outcome: for metrics and traces. */
  hooks?: SqsHooks;
  /** The client that sets visibility timeouts. @default one made on first use */
  sqsClient?: AwsClient;
}
