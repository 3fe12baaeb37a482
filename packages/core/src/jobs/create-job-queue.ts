import type { AwsClient } from '../aws-client.js';
import { LwaBridgeError } from '../errors.js';
import { type OptionNames, refuseUnknownOptions } from '../refuse-unknown-options.js';
import { checkDefinitions } from './check-definitions.js';
import { sqsSender } from './enqueue/sqs-sender.js';
import type { JobDefinitions } from './job.js';
import type { JobQueue } from './job-queue.js';
import { queueOf } from './queue-of.js';
import { sleep } from './sleep.js';
import { dynamoDbStore } from './store/dynamodb-store.js';
import type { JobStore } from './store/job-store.js';
import type { StatusIndexOptions } from './store/status-index.js';
import { s3Values } from './values/s3-values.js';

/** Options of {@link createJobQueue}. What is not given is asked of the environment on first use. */
export interface JobQueueOptions extends StatusIndexOptions {
  /** The table's name. @default `JOBS_TABLE`, else `${APP_NAMESPACE}-${APP_ENV}-jobs` */
  table?: string;
  /** The queue's URL; no FIFO queue. @default `JOBS_QUEUE_URL` */
  queueUrl?: string;
  /** How long a job is kept after it has ended. @default 30 */
  retentionDays?: number;
  /** @default one made on first use */
  dynamodbClient?: AwsClient;
  /** @default one made on first use */
  sqsClient?: AwsClient;
  /**
   * A bucket for inputs and results that are too large for a row of 400 KB. Its objects must live
   * longer than the jobs: give it a lifecycle rule of more than `retentionDays`, if any.
   * @default `JOBS_BUCKET`; none: what is too large is `ERR_JOB_TOO_LARGE`
   */
  bucket?: string;
  /** @default one made on first use */
  s3Client?: AwsClient;
  /** Where jobs are kept, instead of a DynamoDB table; the table's options then mean nothing. */
  store?: JobStore;
}

/**
 * Defines a queue of jobs, by type. The one definition is shared by the API that enqueues and the
 * workers (`jobHandler`). Nothing is asked of the environment, and no AWS client is loaded, before
 * the first call.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for no definition, or one whose `input` or `output` is no Standard
 * Schema; an unknown option, `retentionDays` not above 0 or over 36,500, `indexShards` not from 1 to 1,000
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
  checkDefinitions(definitions);
  refuseUnknownOptions('createJobQueue', options, optionNames);
  const { retentionDays = 30, dynamodbClient: client, table, indexShards, listCompleted } = options;
  if (!(typeof retentionDays === 'number' && retentionDays > 0 && retentionDays <= 36_500)) {
    const message = `retentionDays: a number above 0, at most 36500, got ${retentionDays}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
  return queueOf({
    definitions,
    store: options.store ?? dynamoDbStore({ table, client, indexShards, listCompleted }),
    sender: sqsSender({ queueUrl: options.queueUrl, client: options.sqsClient }),
    largeValues: s3Values({ bucket: options.bucket, client: options.s3Client }),
    retentionDays,
    now: Date.now,
    sleep,
  });
}

const optionNames: OptionNames<JobQueueOptions> = {
  table: true,
  queueUrl: true,
  retentionDays: true,
  dynamodbClient: true,
  sqsClient: true,
  bucket: true,
  s3Client: true,
  store: true,
  indexShards: true,
  listCompleted: true,
};
