import { LwaBridgeError } from '../../errors.js';
import { assertItemFits, encodeInput } from '../job-data.js';
import type { QueueParts } from '../queue-parts.js';
import { itemBytes, reservedBytes } from '../store/item-size.js';
import type { NewJob } from '../store/job-store.js';
import { newItem } from '../store/job-write.js';
import { jobId } from './job-id.js';

/** A job to be enqueued, of whatever type. */
export interface JobRequest {
  readonly type: string;
  readonly input: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly delaySeconds?: number | undefined;
}

/**
 * Checks what is to be enqueued, and makes a row of it.
 * @throws LwaBridgeError `ERR_JOB_TYPE`, `ERR_SETTINGS`
 * @throws NonRetriableError `ERR_VALIDATION`, `ERR_JOB_TOO_LARGE`
 */
export async function newJob(
  { definitions, now }: QueueParts,
  { type, input, idempotencyKey, delaySeconds = 0 }: JobRequest,
): Promise<NewJob> {
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
  if (idempotencyKey === '') {
    throw new LwaBridgeError('ERR_SETTINGS', 'idempotencyKey: a text that is not empty');
  }
  const what = `a job ${type}`;
  const time = now();
  const job: NewJob = {
    id: jobId(type, idempotencyKey),
    type,
    input: await encodeInput(definition, input, what),
    notBefore: delaySeconds > 0 ? time + delaySeconds * 1000 : undefined,
    now: time,
  };
  assertItemFits(itemBytes(newItem(job)) + reservedBytes, `the input of ${what}`);
  return job;
}
