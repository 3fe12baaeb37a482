/**
 * Jobs on SQS, their state in DynamoDB: each is worked on by one worker at a time, and none is lost.
 *
 * @module lwa-bridge/jobs
 */

// Enqueue

export { createJobQueue, type JobQueueOptions } from './create-job-queue.js';
export type { EnqueueResult } from './enqueue/enqueue-jobs.js';
export type { EndedJob, EnqueueEntry, EnqueueOptions, JobQueue, ListedJob } from './job-queue.js';

// Read

export type { JobPage, ListOptions } from './read/list-jobs.js';
export type { WaitOptions } from './read/wait-for-job.js';

// Work

export { type JobHandlerOptions, type JobHandlers, jobHandler } from './worker/job-handler.js';
export type { JobFailureContext, WorkerOptions } from './worker/worker.js';

// Sweep

export { type SweepHandlerOptions, sweepHandler } from './sweep/sweep-handler.js';
export type { SweepFailure, SweepOptions, SweepReport } from './sweep/sweep-options.js';

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
  JobProgress,
  JobReturn,
  JobStatus,
  JobType,
  ParsedJobInput,
  PendingJob,
  ProcessingJob,
} from './job.js';
export { canTransition, type NextStatus, type Transition, transition } from './transitions.js';

// Where they are kept

export { type DynamoDbStoreOptions, dynamoDbStore } from './store/dynamodb-store.js';
export type { IndexPosition, IndexRange, ListOrder } from './store/index-page.js';
export type { JobRow } from './store/job-row.js';
export type * from './store/job-store.js';
export {
  jobsTableBackups,
  jobsTableCloudFormation,
  jobsTableDefinition,
  jobsTableTimeToLive,
} from './store/jobs-table.js';
export { type MemoryStoreOptions, memoryStore } from './store/memory-store.js';
export type { StatusIndexOptions } from './store/status-index.js';

// Errors

export { EnqueueError } from './job-errors.js';
