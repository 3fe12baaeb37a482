/**
 * Any Lambda event in an ordinary Node container behind AWS Lambda Web Adapter: the event server, and
 * handlers of SQS messages and S3 objects.
 *
 * @module lwa-bridge
 */

// Serve events

export type {
  ClientContext,
  CognitoIdentity,
  EventContext,
  EventHandler,
  LambdaContext,
} from './serve-events/event-context.js';
export { type HttpContextOptions, httpContext } from './serve-events/http-context.js';
export { isMain } from './serve-events/is-main.js';
export type { Logger } from './serve-events/log.js';
export { type EventServer, serveEvents } from './serve-events/serve-events.js';
export type { ServeEventsOptions, ShutdownHook } from './serve-events/settings.js';

// SQS batches

export { type ExponentialBackOffOptions, exponentialBackOff } from './exponential-back-off.js';
export {
  type DeadLetterQueueOptions,
  toDeadLetterQueue,
} from './sqs/dead-letter/to-dead-letter-queue.js';
export type { OnNonRetriable } from './sqs/fail-message.js';
export type { BatchEnd, BatchStart, MessageEnd, MessageStart, SqsHooks } from './sqs/hooks.js';
export type {
  Message,
  MessageAttribute,
  MessageContext,
  MessageQueue,
  SqsBatchResponse,
  SqsEvent,
  SqsRecord,
  SqsRecordAttribute,
} from './sqs/message.js';
export type { MessageOutcome } from './sqs/outcome.js';
export type { ProcessMessage } from './sqs/process-message.js';
export type { BodyFormat } from './sqs/read-body.js';
export type { RetryDelay } from './sqs/retry-delay.js';
export {
  type SqsEventHandler,
  type SqsHandlerOptions,
  type SqsLambdaHandler,
  sqsHandler,
} from './sqs/sqs-handler.js';

// S3 notifications through SQS

export type { S3EventName, S3EventPattern } from './s3/event-names.js';
export type { ObjectFilterOptions } from './s3/object-filter.js';
export type { ObjectOutput } from './s3/refuse-loop.js';
export { type ProcessObject, type S3HandlerOptions, s3Handler } from './s3/s3-handler.js';
export type { ObjectContext, S3Object } from './s3/s3-object.js';
export { compareSequencers } from './s3/sequencer.js';
export type {
  MalformedNotification,
  S3Notification,
  SkippedNotification,
} from './s3/unwrap-notification.js';
export { type UnwrappedMessage, unwrapSqsS3 } from './s3/unwrap-sqs-s3.js';

// Jobs, as data; the rest is in lwa-bridge/jobs

export type {
  CompletedJob,
  FailedJob,
  Job,
  JobProgress,
  JobStatus,
  PendingJob,
  ProcessingJob,
} from './jobs/job.js';

// Errors

export {
  type ErrorCode,
  isLwaBridgeError,
  isNonRetriableError,
  isRetryAfterError,
  LwaBridgeError,
  NonRetriableError,
  type NonRetriableErrorOptions,
  RetryAfterError,
  type RetryAfterErrorOptions,
} from './errors.js';

// Types that options name

export type { AwsClient } from './aws-client.js';
export type { Schema, SchemaIssue } from './standard-schema.js';
