import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { LwaBridgeError } from '../../errors.js';
import type { JobProgress, JobStatus } from '../job.js';
import { isJobStatus } from '../transitions.js';
import { itemBytes } from './item-size.js';
import type { JobRow } from './job-row.js';

/** A row of the table in DynamoDB's own form: the wire format, shared with workers in other languages. */
export type JobItem = Readonly<Record<string, AttributeValue>>;

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
    attempt: number(item.attempt) ?? 0,
    createdAt: text(item.created_at),
    updatedAt: text(item.updated_at),
    notBefore: number(item.not_before),
    leaseUntil: number(item.lease_until),
    token: text(item.lease_token),
    progress: readProgress(item),
    sweeps: number(item.sweeps) ?? 0,
    expiresAt: number(item.expires_at),
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
  const done = number(item.progress_done);
  return done === undefined ? undefined : { done, total: number(item.progress_total) };
}

function text(value: AttributeValue | undefined): string | undefined {
  return value?.S;
}

function number(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}
