import { setMaxListeners } from 'node:events';
import type { MessageContext } from '../../sqs/message.js';
import type { JobContext } from '../job.js';
import { leaseLost } from '../job-errors.js';
import type { HeldJob } from './claim-job.js';
import { progressReporter } from './progress.js';
import { jobContext, type Worker } from './worker.js';

/** The context of an attempt that runs, and its end. */
export interface AttemptContext {
  readonly context: JobContext;
  /** To be called when the handler has settled. */
  end(): Promise<void>;
}

/**
 * The context that a handler runs in: its progress is written down, and `signal` aborts also where
 * that shows that another worker has the job by now.
 */
export function attemptContext(
  { row, token }: HeldJob,
  message: MessageContext,
  worker: Worker,
): AttemptContext {
  const context = jobContext(message, row, worker);
  const lost = new AbortController();
  const { id } = row;
  const { report, end } = progressReporter({
    write: (progress) => worker.parts.store.progress({ id, token, progress }),
    interval: worker.progressInterval,
    onLost: () => lost.abort(leaseLost(id)),
    log: context.log,
  });
  const signal = AbortSignal.any([context.signal, lost.signal]);
  // As that of an invocation, it may have any number of listeners.
  setMaxListeners(0, signal);
  return {
    context: {
      ...context,
      signal,
      job: { ...context.job, progress: report },
    },
    end,
  };
}
