import { randomUUID } from 'node:crypto';
import { LwaBridgeError } from '../errors.js';
import { type EnqueueResult, enqueueJobs } from './enqueue/enqueue-jobs.js';
import type { JobDefinitions, JobInput, JobOf, JobType } from './job.js';
import { EnqueueError, jobNotFound } from './job-errors.js';
import { expiryOf, type QueueParts } from './queue-parts.js';
import { isGone, type JobRow } from './store/job-row.js';
import { sweepJobs } from './sweep/sweep-jobs.js';
import type { SweepOptions, SweepReport } from './sweep/sweep-options.js';
import { toJob } from './to-job.js';

/** Options of `enqueue`. */
export interface EnqueueOptions {
  /**
   * Makes a repeated call harmless: the job's id is made of its type and this key. Repeating it
   * while the job is PENDING sends its message again, later it changes nothing.
   */
  idempotencyKey?: string | undefined;
  /** Not to be started before: a whole number of seconds, 0 to 900. @default 0 */
  delaySeconds?: number | undefined;
}

/** One job for `enqueueAll`. */
export type EnqueueEntry<Definitions extends JobDefinitions> = {
  [Type in JobType<Definitions>]: {
    type: Type;
    input: JobInput<Definitions[Type]>;
  } & EnqueueOptions;
}[JobType<Definitions>];

/** A queue of jobs: messages on SQS, state in DynamoDB. Shared by those who enqueue and the workers. */
export interface JobQueue<Definitions extends JobDefinitions = JobDefinitions> {
  readonly definitions: Definitions;

  /**
   * Stores a job, then sends its message: one write, one send.
   *
   * @returns the job as it now is: PENDING, or further on where its idempotency key was used before
   * @throws NonRetriableError `ERR_VALIDATION` for an input that its schema refuses or JSON cannot
   * hold, `ERR_JOB_TOO_LARGE` for one that DynamoDB cannot, `ERR_IDEMPOTENCY_CONFLICT` for a key
   * that was used with another input; nothing is written
   * @throws EnqueueError `ERR_ENQUEUE` where the row is stored but the message is not known to be sent
   * @throws LwaBridgeError `ERR_JOB_STORE` where the row is not known to be stored, `ERR_MISSING_ENV`,
   * `ERR_SETTINGS`, `ERR_JOB_TYPE`
   */
  enqueue<Type extends JobType<Definitions>>(
    type: Type,
    input: JobInput<Definitions[Type]>,
    options?: EnqueueOptions,
  ): Promise<JobOf<Definitions, Type>>;

  /**
   * Enqueues any number of jobs and says of each, in the order given, what was stored and sent, or
   * its error: one write each, one send for ten.
   *
   * @throws LwaBridgeError `ERR_MISSING_ENV`, `ERR_SETTINGS` before anything is stored
   */
  enqueueAll(entries: readonly EnqueueEntry<Definitions>[]): Promise<EnqueueResult<Definitions>[]>;

  /**
   * The job, read consistently; `undefined` where there is none, or its time is over.
   * @throws LwaBridgeError `ERR_JOB_TYPE` where it is of another queue's type, `ERR_JOB_STORE`
   */
  get(id: string): Promise<JobOf<Definitions> | undefined>;

  /**
   * Ends a PENDING job: FAILED, with `ERR_JOB_CANCELLED` as its error.
   * @returns `false` where it is PENDING no more: a worker has begun it, or it has ended
   * @throws LwaBridgeError `ERR_JOB_NOT_FOUND`, `ERR_JOB_STORE`
   */
  cancel(id: string): Promise<boolean>;

  /**
   * Begins a FAILED job anew, with all its attempts, and sends its message. A PENDING one is only
   * sent again: that mends an `ERR_ENQUEUE`.
   * @returns the job, PENDING
   * @throws LwaBridgeError `ERR_JOB_STATE` for a job that runs or is COMPLETED, `ERR_JOB_NOT_FOUND`,
   * `ERR_JOB_STORE`
   * @throws EnqueueError `ERR_ENQUEUE` where the job is PENDING, but its message is not known to be sent
   */
  retry(id: string): Promise<JobOf<Definitions>>;

  /**
   * Finds jobs whose message is lost and sends it again, a bounded number of times; then they are
   * FAILED, with `ERR_JOB_ABANDONED`. What it cannot do is in its report. See `sweepHandler`, which
   * does it on a schedule.
   *
   * @throws LwaBridgeError `ERR_JOB_STORE`, `ERR_JOB_QUEUE` where table or queue cannot be read,
   * `ERR_SETTINGS`, `ERR_MISSING_ENV`
   */
  sweep(options?: SweepOptions): Promise<SweepReport>;

  /** What it is made of; for `jobHandler`. @internal */
  readonly parts: QueueParts<Definitions>;
}

/** A queue of jobs, of any store and sender. */
export function queueOf<Definitions extends JobDefinitions>(
  parts: QueueParts<Definitions>,
): JobQueue<Definitions> {
  const { definitions, store, sender, now } = parts;
  const present = (row: JobRow | undefined) => (row && !isGone(row, now()) ? row : undefined);

  return {
    parts,
    definitions,

    async enqueue(type, input, options = {}) {
      const [result] = await enqueueJobs(parts, [{ ...options, type, input }]);
      if (!result?.job) throw result?.error;
      return result.job as unknown as JobOf<Definitions, typeof type>;
    },

    async enqueueAll(entries) {
      return (await enqueueJobs(parts, entries)) as unknown as EnqueueResult<Definitions>[];
    },

    async get(id) {
      const row = present(await store.get(id));
      return row && toJob(definitions, row);
    },

    async cancel(id) {
      const time = now();
      const { changed, row } = await store.cancel({
        id,
        token: randomUUID(),
        error: 'ERR_JOB_CANCELLED: cancelled before a worker began it',
        expiresAt: expiryOf(parts, time),
        now: time,
      });
      if (!changed && !present(row)) throw jobNotFound(id, store.table);
      return changed;
    },

    async retry(id) {
      const place = { table: store.table, queue: sender.queue };
      const { row } = await store.retry({ id, token: randomUUID(), now: now() });
      if (!row || !present(row)) throw jobNotFound(id, store.table);
      if (row.status !== 'PENDING') throw notRetriable(row);
      const failures = await sender.send([{ key: '0', jobId: id, delaySeconds: 0 }]);
      const failure = failures.get('0');
      if (failure) throw new EnqueueError(id, place, failure);
      return toJob(definitions, row);
    },

    sweep: (options = {}) => sweepJobs(parts, options),
  };
}

function notRetriable({ id, status }: JobRow): LwaBridgeError {
  return new LwaBridgeError(
    'ERR_JOB_STATE',
    `job ${id} is ${status}: only a FAILED job can be tried again`,
  );
}
