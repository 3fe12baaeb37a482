import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { LwaBridgeError } from '../errors.js';
import { itemBytes } from './item-size.js';
import type { JobStatus } from './job.js';

/** A row of the table in DynamoDB's own form: the wire format, shared with workers in other languages. */
export type JobItem = Readonly<Record<string, AttributeValue>>;

/** A job as the stores see it: input and result still JSON text, times as they are stored. */
export interface JobRow {
  readonly id: string;
  readonly status: JobStatus;
  /** `undefined` where another program wrote it: then it is of the only type. */
  readonly type: string | undefined;
  /** JSON text. */
  readonly input: string | undefined;
  /** JSON text. */
  readonly result: string | undefined;
  readonly error: string | undefined;
  readonly attempt: number;
  /** ISO 8601. */
  readonly createdAt: string | undefined;
  /** ISO 8601. */
  readonly updatedAt: string | undefined;
  /** Epoch milliseconds. */
  readonly notBefore: number | undefined;
  /** Epoch milliseconds. */
  readonly leaseUntil: number | undefined;
  /** The token of the write that last changed the state, by which it knows itself again. */
  readonly token: string | undefined;
  /** Epoch seconds. */
  readonly expiresAt: number | undefined;
  /** The size of the whole item, attributes of other programs included. */
  readonly bytes: number;
}

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
    result: text(item.result),
    error: text(item.error),
    attempt: number(item.attempt) ?? 0,
    createdAt: text(item.created_at),
    updatedAt: text(item.updated_at),
    notBefore: number(item.not_before),
    leaseUntil: number(item.lease_until),
    token: text(item.lease_token),
    expiresAt: number(item.expires_at),
    bytes: itemBytes(item),
  };
}

/** Whether a job has ended, and its time is over: it counts as gone, although TTL may take days. */
export function isGone({ status, expiresAt }: JobRow, now: number): boolean {
  return isFinished(status) && expiresAt !== undefined && expiresAt <= toSeconds(now);
}

/** Whether a job has ended. */
export function isFinished(status: JobStatus): status is 'COMPLETED' | 'FAILED' {
  return status === 'COMPLETED' || status === 'FAILED';
}

/** Epoch seconds, as TTL counts, from epoch milliseconds. */
export function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

function readStatus(id: string, value: AttributeValue | undefined): JobStatus {
  const status = text(value);
  if (status === 'PENDING' || status === 'PROCESSING' || status === 'COMPLETED') return status;
  if (status === 'FAILED') return status;
  throw new LwaBridgeError(
    'ERR_JOB_STATE',
    `job ${id} has the status ${JSON.stringify(value?.S ?? value)}, which is none of PENDING, PROCESSING, COMPLETED, FAILED`,
  );
}

function text(value: AttributeValue | undefined): string | undefined {
  return value?.S;
}

function number(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}
