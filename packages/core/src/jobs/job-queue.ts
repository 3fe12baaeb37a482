import type { EnqueueResult } from './enqueue/enqueue-jobs.js';
import type { JobDefinitions, JobInput, JobOf, JobStatus, JobType } from './job.js';
import type { QueueParts } from './queue-parts.js';
import type { JobPage, ListOptions } from './read/list-jobs.js';
import type { WaitOptions } from './read/wait-for-job.js';
import type { SweepOptions, SweepReport } from './sweep/sweep-options.js';

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

/** A job of one state. */
export type ListedJob<Definitions extends JobDefinitions, Status extends JobStatus> = Extract<
  JobOf<Definitions>,
  { status: Status }
>;

/** A job that has ended. */
export type EndedJob<Definitions extends JobDefinitions> = ListedJob<
  Definitions,
  'COMPLETED' | 'FAILED'
>;

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
   * Waits until a job has ended. It reads the row, often at first, then every few seconds: a read
   * unit or more each time, and on Lambda the time that is waited is paid for.
   *
   * @returns the job, COMPLETED or FAILED
   * @throws LwaBridgeError `ERR_JOB_NOT_FOUND` where there is none, or none any more; `ERR_JOB_TYPE`,
   * `ERR_JOB_STORE`
   * @throws the reason of `signal`, when it aborts
   *
   * @example
   * ```ts
   * import { createJobQueue } from 'lwa-bridge/jobs';
   * import { z } from 'zod';
   *
   * const jobs = createJobQueue({ analyse: { input: z.object({ ticket: z.string() }) } });
   *
   * const { id } = await jobs.enqueue('analyse', { ticket: 'PC 17755' });
   * const job = await jobs.wait(id, { signal: AbortSignal.timeout(60_000) });
   * console.log(job.status === 'COMPLETED' ? job.output : job.error);
   * ```
   */
  wait(id: string, options?: WaitOptions): Promise<EndedJob<Definitions>>;

  /**
   * The jobs of one state, a page at a time, by their time there: when a job is due (PENDING), when
   * its lease ends (PROCESSING), when it ended. COMPLETED ones only with the option `listCompleted`.
   * It reads an index that follows the rows with a delay of most often under a second.
   *
   * @throws LwaBridgeError `ERR_SETTINGS` for options that cannot be meant, `ERR_JOB_STORE`
   *
   * @example
   * ```ts
   * import { createJobQueue } from 'lwa-bridge/jobs';
   * import { z } from 'zod';
   *
   * const jobs = createJobQueue({ analyse: { input: z.object({ ticket: z.string() }) } });
   *
   * const yesterday = new Date(Date.now() - 86_400_000);
   * const { jobs: failed, cursor } = await jobs.list({ status: 'FAILED', from: yesterday });
   * for (const job of failed) console.log(job.id, job.error);
   * if (cursor) await jobs.list({ status: 'FAILED', from: yesterday, cursor });
   * ```
   */
  list<Status extends JobStatus>(
    options: ListOptions<Status>,
  ): Promise<JobPage<ListedJob<Definitions, Status>>>;

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
