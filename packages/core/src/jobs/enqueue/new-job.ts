import { randomUUID } from 'node:crypto';
import { LwaBridgeError } from '../../errors.js';
import { type OptionNames, refuseUnknownOptions } from '../../refuse-unknown-options.js';
import { encodeInput } from '../job-data.js';
import type { QueueParts } from '../queue-parts.js';
import { itemBytes, reservedBytes } from '../store/item-size.js';
import type { NewJob } from '../store/job-store.js';
import { newItem } from '../store/job-write.js';
import { storeValue } from '../values/store-value.js';
import { jobId } from './job-id.js';

/** A job to be enqueued, of whatever type. */
export interface JobRequest {
  readonly type: string;
  readonly input: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly delaySeconds?: number | undefined;
}

/** A row to be stored, and the input that it is for, wherever that is kept. */
export interface EncodedJob {
  readonly job: NewJob;
  /** JSON text. */
  readonly input: string;
}

/**
 * Checks what is to be enqueued, and makes a row of it. An input that the row cannot hold is put
 * elsewhere first: until the row says where, it counts for nothing.
 * @throws LwaBridgeError `ERR_JOB_TYPE`, `ERR_SETTINGS`, `ERR_JOB_STORE`
 * @throws NonRetriableError `ERR_VALIDATION`, `ERR_JOB_TOO_LARGE`
 */
export async function newJob(
  { definitions, largeValues, now }: QueueParts,
  request: JobRequest,
): Promise<EncodedJob> {
  refuseUnknownOptions('enqueue', request, requestNames);
  const { type, input, idempotencyKey, delaySeconds = 0 } = request;
  const definition = Object.hasOwn(definitions, type) ? definitions[type] : undefined;
  if (!definition) {
    const known = Object.keys(definitions).join(', ');
    throw new LwaBridgeError('ERR_JOB_TYPE', `there is no type of job ${type}, only ${known}`);
  }
  // What SQS takes.
  if (!(Number.isInteger(delaySeconds) && delaySeconds >= 0 && delaySeconds <= 900)) {
    const message = `delaySeconds: a whole number from 0 to 900, got ${delaySeconds}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
  // What is made a text of, such as `null`, would make one job of all that have it.
  if (idempotencyKey !== undefined && (typeof idempotencyKey !== 'string' || !idempotencyKey)) {
    throw new LwaBridgeError('ERR_SETTINGS', 'idempotencyKey: a text that is not empty');
  }
  const what = `the input of a job ${type}`;
  const text = await encodeInput(definition, input, what);
  const time = now();
  const job: NewJob = {
    id: jobId(type, idempotencyKey),
    type,
    input: text,
    notBefore: delaySeconds > 0 ? time + delaySeconds * 1000 : undefined,
    now: time,
  };
  const bytes = itemBytes(newItem(job)) + reservedBytes;
  const value = { jobId: job.id, token: randomUUID(), text, itemBytes: bytes, what };
  const stored = await storeValue(largeValues, value);
  if ('text' in stored) return { job, input: text };
  return { job: { ...job, input: undefined, inputLocation: stored.location }, input: text };
}

const requestNames: OptionNames<JobRequest> = {
  type: true,
  input: true,
  idempotencyKey: true,
  delaySeconds: true,
};
