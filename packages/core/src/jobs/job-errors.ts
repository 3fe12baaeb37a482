import { LwaBridgeError } from '../errors.js';

/** A job that is stored, but whose message was not sent, or is not known to be (`ERR_ENQUEUE`). */
export class EnqueueError extends LwaBridgeError {
  /** The job's id: `retry(jobId)` sends it again. */
  readonly jobId: string;

  constructor(jobId: string, { table, queue }: { table: string; queue: string }, cause: Error) {
    super(
      'ERR_ENQUEUE',
      `job ${jobId} is stored in table ${table}, but was not sent to ${queue}: ${cause.message}; retry('${jobId}') sends it again`,
      { cause },
    );
    this.name = 'EnqueueError';
    this.jobId = jobId;
  }
}

/** Says that a job is not there. */
export function jobNotFound(id: string, table: string): LwaBridgeError {
  return new LwaBridgeError('ERR_JOB_NOT_FOUND', `there is no job ${id} in table ${table}`);
}

/** Says to a worker that ends an attempt that the job is not its own any more. */
export function leaseLost(id: string): LwaBridgeError {
  return new LwaBridgeError(
    'ERR_LEASE_LOST',
    `job ${id} is no longer this worker's: its lease ran out and another worker took it, or it has ended; what this attempt came to was not stored`,
  );
}

/** What was thrown, as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}
