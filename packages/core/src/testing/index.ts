/**
 * Tests of handlers: invoked as Lambda and the adapter would, delivered to as the event source mapping
 * would.
 *
 * @module lwa-bridge/testing
 */

export {
  type BatchOutcome,
  type BatchOutcomeOptions,
  batchOutcome,
  type InvocationOutcome,
} from './batch-outcome.js';
export { type DeliverOptions, type Delivery, deliver } from './deliver.js';
export {
  type S3EventObject,
  type SqsEventOptions,
  s3Event,
  s3ThroughSqsEvent,
  scheduledEvent,
  sqsEvent,
} from './events.js';
export { FunctionError, type FunctionErrorFields } from './function-error.js';
export { type InvokeOptions, type InvokeTarget, invoke } from './invoke.js';
export { type DrainOptions, type MemoryJobQueue, memoryJobQueue } from './memory-job-queue.js';
export type { SentMessage } from './stand-in-sqs.js';
