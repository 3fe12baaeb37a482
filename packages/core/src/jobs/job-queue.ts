import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { LwaBridgeError } from '../errors.js';
import { dynamoDbStore } from './dynamodb-store.js';
import type { EnqueueResult } from './enqueue-jobs.js';
import type { JobDefinitions, JobInput, JobOf, JobType } from './job.js';
import type { JobStore } from './job-store.js';
import { queueOf } from './queue-of.js';
import type { QueueParts } from './queue-parts.js';
import { sqsSender } from './sqs-sender.js';

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

  /** What it is made of; for `jobHandler`. @internal */
  readonly parts: QueueParts<Definitions>;
}

/** Options of {@link createJobQueue}. What is not given is asked of the environment on first use. */
export interface JobQueueOptions {
  /** The table's name. @default `JOBS_TABLE`, else `${APP_NAMESPACE}-${APP_ENV}-jobs` */
  table?: string;
  /** The queue's URL; no FIFO queue. @default `JOBS_QUEUE_URL` */
  queueUrl?: string;
  /** How long a job is kept after it has ended. @default 30 */
  retentionDays?: number;
  /** @default one made on first use */
  dynamodb?: DynamoDBClient;
  /** @default one made on first use */
  sqs?: SQSClient;
  /** Where jobs are kept, instead of a DynamoDB table. */
  store?: JobStore;
}

/**
 * Defines a queue of jobs, by type. The one definition is shared by the API that enqueues and the
 * workers (`jobHandler`). Nothing is asked of the environment, and no AWS client is loaded, before
 * the first call.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for `retentionDays` not above 0 or over 36,500
 *
 * @example
 * ```ts
 * import { createJobQueue } from 'lwa-bridge/jobs';
 * import { z } from 'zod';
 *
 * export const jobs = createJobQueue({
 *   analyse: { input: z.object({ ticket: z.string() }), output: z.object({ text: z.string() }) },
 * });
 *
 * const job = await jobs.enqueue('analyse', { ticket: 'PC 17755' }, { idempotencyKey: 'PC 17755' });
 * const later = await jobs.get(job.id);
 * if (later?.status === 'COMPLETED') console.log(later.output.text);
 * ```
 */
export function createJobQueue<Definitions extends JobDefinitions>(
  definitions: Definitions,
  options: JobQueueOptions = {},
): JobQueue<Definitions> {
  const { retentionDays = 30 } = options;
  if (!(retentionDays > 0 && retentionDays <= 36_500)) {
    const message = `retentionDays: a number above 0, at most 36500, got ${retentionDays}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
  return queueOf({
    definitions,
    store: options.store ?? dynamoDbStore({ table: options.table, client: options.dynamodb }),
    sender: sqsSender({ queueUrl: options.queueUrl, client: options.sqs }),
    retentionDays,
    now: Date.now,
  });
}
