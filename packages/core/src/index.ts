// Serve

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
export type {
  Message,
  MessageContext,
  MessageQueue,
  SqsBatchResponse,
  SqsEvent,
  SqsRecord,
  SqsRecordAttribute,
} from './sqs/message.js';
export type { OnNonRetriable, ProcessMessage } from './sqs/process-message.js';
// SQS
export { type SqsEventHandler, type SqsHandlerOptions, sqsHandler } from './sqs/sqs-handler.js';
