import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Item, readNumber } from '../../dynamodb/item.js';
import { LwaBridgeError } from '../../errors.js';
import type { JobProgress, JobStatus } from '../job.js';
import { isJobStatus } from '../transitions.js';
import { itemBytes } from './item-size.js';
import type { JobRow } from './job-row.js';

/** A row of the table in DynamoDB's own form: the wire format, shared with workers in other languages. */
export type JobItem = Item;

/**
 * Reads a row. Attributes it does not know, and known ones of another type, are left alone.
 *
 * @throws LwaBridgeError `ERR_JOB_STATE` where `status` is none of the four
 */
export function readRow(item: JobItem): JobRow {
  const id = text(item.job_id) ?? '';
  return {
    id,
    status: readStatus(id, item.status),
    type: text(item.job_type),
    input: text(item.input_data),
    inputLocation: text(item.input_location),
    result: text(item.result),
    resultLocation: text(item.result_location),
    error: text(item.error),
    attempt: readNumber(item.attempt) ?? 0,
    createdAt: text(item.created_at),
    updatedAt: text(item.updated_at),
    notBefore: readNumber(item.not_before),
    leaseUntil: readNumber(item.lease_until),
    token: text(item.lease_token),
    progress: readProgress(item),
    sweeps: readNumber(item.sweeps) ?? 0,
    expiresAt: readNumber(item.expires_at),
    bytes: itemBytes(item),
  };
}

/** The row as a list of one, or an empty list where `status` is none of the four: for a page of rows. */
export function readableRow(item: JobItem): JobRow[] {
  return isJobStatus(text(item.status)) ? [readRow(item)] : [];
}

function readStatus(id: string, value: AttributeValue | undefined): JobStatus {
  const status = text(value);
  if (isJobStatus(status)) return status;
  throw new LwaBridgeError(
    'ERR_JOB_STATE',
    `job ${id} has the status ${JSON.stringify(value?.S ?? value)}, which is none of PENDING, PROCESSING, COMPLETED, FAILED`,
  );
}

function readProgress(item: JobItem): JobProgress | undefined {
  const done = readNumber(item.progress_done);
  return done === undefined ? undefined : { done, total: readNumber(item.progress_total) };
}

function text(value: AttributeValue | undefined): string | undefined {
  return value?.S;
}
