import type { MessageContext } from '../sqs/message.js';
import type { FailedJob } from './job.js';
import type { JobRow } from './job-row.js';
import { asJob } from './to-job.js';
import { jobContext, type Worker } from './worker.js';

/** Says of a job that it is FAILED for good: in the log, and to `onFailed`. */
export async function reportFailed(
  row: JobRow,
  error: unknown,
  message: MessageContext,
  worker: Worker,
): Promise<void> {
  const context = jobContext(message, row, worker);
  context.log.error({ error }, 'job failed for good');
  try {
    const job = asJob({ ...row, status: 'FAILED' }, context.job.type) as FailedJob;
    await worker.onFailed?.(job, { ...context, error });
  } catch (failure) {
    context.log.error({ error: failure }, 'onFailed failed');
  }
}
