import type { MessageContext } from '../../sqs/message.js';
import type { FailedJob, JobContext } from '../job.js';
import { expiryOf, type QueueParts } from '../queue-parts.js';
import type { JobRow } from '../store/job-row.js';
import { asJob } from '../to-job.js';
import { withLargeValues } from '../values/large-values.js';
import { errorText } from './error-text.js';
import { jobContext, type Worker } from './worker.js';

/** A job's end as FAILED, as its row tells it. */
export interface Failure {
  readonly error: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  readonly now: number;
}

/** The end that this error makes of a job now. */
export function failureOf(error: unknown, parts: QueueParts): Failure {
  const now = parts.now();
  return { error: errorText(error), expiresAt: expiryOf(parts, now), now };
}

/** Says of a job that it is FAILED for good, when its row does: in the log, and to `onFailed`. */
export async function reportFailed(
  row: JobRow,
  { now, ...failure }: Failure,
  error: unknown,
  message: MessageContext,
  worker: Worker,
): Promise<void> {
  const context = jobContext(message, row, worker);
  context.log.error({ err: error }, 'job failed for good');
  const updatedAt = new Date(now).toISOString();
  const failed: JobRow = { ...row, ...failure, status: 'FAILED', updatedAt };
  try {
    if (!worker.onFailed) return;
    const job = asJob(await withInput(failed, context, worker), context.job.type) as FailedJob;
    await worker.onFailed(job, { ...context, error });
  } catch (failure) {
    context.log.error({ err: failure }, 'onFailed failed');
  }
}

// Whoever is to know that a job failed must not depend on its input.
async function withInput(row: JobRow, { log }: JobContext, { parts }: Worker): Promise<JobRow> {
  try {
    return await withLargeValues(parts.largeValues, row);
  } catch (error) {
    log.error({ err: error }, 'onFailed is called without the input of the job');
    return row;
  }
}
