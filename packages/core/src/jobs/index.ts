// Enqueue

export type { EnqueueResult } from './enqueue-jobs.js';
export {
  createJobQueue,
  type EnqueueEntry,
  type EnqueueOptions,
  type JobQueue,
  type JobQueueOptions,
} from './job-queue.js';

// Work

export { type JobHandlerOptions, type JobHandlers, jobHandler } from './job-handler.js';
export type { JobFailureContext, WorkerOptions } from './worker.js';

// Jobs and their states

export type {
  CompletedJob,
  FailedJob,
  Job,
  JobAttempt,
  JobContext,
  JobDefinition,
  JobDefinitions,
  JobInput,
  JobOf,
  JobOutput,
  JobReturn,
  JobStatus,
  JobType,
  ParsedJobInput,
  PendingJob,
  ProcessingJob,
} from './job.js';
export { canTransition, type NextStatus, type Transition, transition } from './transitions.js';

// Where they are kept

export { type DynamoDbStoreOptions, dynamoDbStore } from './dynamodb-store.js';
export type { JobItem, JobRow } from './job-row.js';
export type * from './job-store.js';
export { jobsTableDefinition, jobsTableTimeToLive } from './jobs-table.js';
export { memoryStore } from './memory-store.js';

// Errors

export { EnqueueError } from './job-errors.js';
