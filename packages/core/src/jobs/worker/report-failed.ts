import type { MessageContext } from '../../sqs/message.js';
import type { FailedJob } from '../job.js';
import { expiryOf, type QueueParts } from '../queue-parts.js';
import type { JobRow } from '../store/job-row.js';
import { asJob } from '../to-job.js';
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
    await worker.onFailed?.(asJob(failed, context.job.type) as FailedJob, { ...context, error });
  } catch (failure) {
    context.log.error({ err: failure }, 'onFailed failed');
  }
}
