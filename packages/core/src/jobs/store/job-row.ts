import type { JobProgress, JobStatus } from '../job.js';

/** A job as the stores see it: input and result still JSON text, times as they are stored. */
export interface JobRow {
  readonly id: string;
  readonly status: JobStatus;
  /** `undefined` where another program wrote it: then it is of the only type. */
  readonly type: string | undefined;
  /** JSON text. */
  readonly input: string | undefined;
  /** Where the input is that was too large for the row, such as `s3://bucket/key`. */
  readonly inputLocation: string | undefined;
  /** JSON text. */
  readonly result: string | undefined;
  /** Where the result is that was too large for the row. */
  readonly resultLocation: string | undefined;
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
  readonly progress: JobProgress | undefined;
  /** How often the sweep has looked at it since a worker last had it. */
  readonly sweeps: number;
  /** Epoch seconds. */
  readonly expiresAt: number | undefined;
  /** The size of the whole item, attributes of other programs included. */
  readonly bytes: number;
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
