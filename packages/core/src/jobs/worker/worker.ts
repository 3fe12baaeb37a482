import { defaultLease } from '../../dynamodb/lease.js';
import { LwaBridgeError } from '../../errors.js';
import { childLogger } from '../../serve-events/log.js';
import type { MessageContext } from '../../sqs/message.js';
import type { FailedJob, JobContext, JobDefinition, JobDefinitions } from '../job.js';
import type { QueueParts } from '../queue-parts.js';
import type { JobRow } from '../store/job-row.js';
import { toDate, typeOf, unknownType } from '../to-job.js';
import { backOff } from './back-off.js';

/** The context of `onFailed`. */
export interface JobFailureContext extends JobContext {
  /** What was thrown; the job's `error` is its text. */
  readonly error: unknown;
}

/** How jobs are run. */
export interface WorkerOptions {
  /**
   * How many attempts a job has. The queue's maxReceiveCount should be at least 10 higher:
   * deferrals use receives without attempts.
   * @default 3
   */
  maxAttempts?: number;
  /**
   * A job is not begun with less time left than this, in milliseconds; its message comes back.
   * @default 10,000, or half of the time that the invocation began with, where that is less
   */
  minTime?: number;
  /**
   * How long a lease lasts where the invocation has no deadline (outside Lambda), in milliseconds.
   * @default 930,000 (15 minutes and 30 s)
   */
  leaseTime?: number;
  /**
   * How long to wait after an attempt that failed, in seconds, 0 to 43,200, by the number of that
   * attempt (1 is the first). A `RetryAfterError` says it itself, and is an attempt like any other.
   * @default 10 s doubling, at most 15 minutes, with full jitter
   */
  retryDelay?: (attempt: number) => number;
  /**
   * The least time between two writes of a job's progress, in milliseconds. Each costs as many write
   * units as its row has KB. @default 5,000
   */
  progressInterval?: number;
  /**
   * Called once a job is FAILED for good and the row says so; not for cancelled ones. What it
   * throws is logged. A worker that is killed in between never calls it.
   */
  onFailed?: (job: FailedJob, context: JobFailureContext) => unknown;
}

/** One type of job and who does it. */
export interface Task {
  readonly definition: JobDefinition;
  readonly handler: (input: unknown, context: JobContext) => unknown;
}

/** A worker: a queue's parts, its handlers, and the settings of both. */
export interface Worker {
  readonly parts: QueueParts;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly maxAttempts: number;
  readonly minTime: number | undefined;
  readonly leaseTime: number;
  readonly retryDelay: (attempt: number) => number;
  readonly progressInterval: number;
  readonly onFailed: ((job: FailedJob, context: JobFailureContext) => unknown) | undefined;
}

/**
 * A worker of these handlers.
 * @throws LwaBridgeError `ERR_SETTINGS` where a type has no handler, or an option is out of range
 */
export function createWorker(
  parts: QueueParts,
  handlers: Readonly<Record<string, unknown>>,
  options: WorkerOptions = {},
): Worker {
  const { maxAttempts = 3, minTime, leaseTime = defaultLease.leaseTime } = options;
  const { retryDelay = backOff, progressInterval = 5000, onFailed } = options;
  if (!(Number.isInteger(maxAttempts) && maxAttempts >= 1)) {
    throw invalid('maxAttempts', 'a whole number from 1', maxAttempts);
  }
  if (minTime !== undefined && !(minTime >= 0)) {
    throw invalid('minTime', 'milliseconds, from 0', minTime);
  }
  if (!(leaseTime > 0)) throw invalid('leaseTime', 'milliseconds, above 0', leaseTime);
  if (!(progressInterval >= 0)) {
    throw invalid('progressInterval', 'milliseconds, from 0', progressInterval);
  }
  return {
    parts,
    tasks: toTasks(parts.definitions, handlers),
    maxAttempts,
    minTime,
    leaseTime,
    retryDelay,
    progressInterval,
    onFailed,
  };
}

/**
 * Who does this job.
 * @throws LwaBridgeError `ERR_JOB_TYPE`
 */
export function taskFor({ parts, tasks }: Worker, row: JobRow): Task {
  const task = tasks.get(typeOf(parts.definitions, row) ?? '');
  if (!task) throw unknownType(parts.definitions, row);
  return task;
}

/** The context of a job's handler: the message's, with the job, and log lines that name it. */
export function jobContext(context: MessageContext, row: JobRow, worker: Worker): JobContext {
  const { id, attempt, createdAt } = row;
  const type = typeOf(worker.parts.definitions, row) ?? '';
  return {
    ...context,
    log: childLogger(context.log, { jobId: id, jobType: type, attempt }),
    job: {
      id,
      type,
      attempt,
      maxAttempts: worker.maxAttempts,
      createdAt: toDate(createdAt),
      progress() {},
    },
  };
}

function toTasks(
  definitions: JobDefinitions,
  handlers: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Task> {
  return new Map(
    Object.entries(definitions).map(([type, definition]) => {
      const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
      if (typeof handler !== 'function') throw invalid(`handlers.${type}`, 'a function', handler);
      return [type, { definition, handler: (input, context) => handler(input, context) }];
    }),
  );
}

function invalid(name: string, wanted: string, got: unknown): LwaBridgeError {
  return new LwaBridgeError('ERR_SETTINGS', `${name}: ${wanted}, got ${String(got)}`);
}
