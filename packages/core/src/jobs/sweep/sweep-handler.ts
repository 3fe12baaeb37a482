import { LwaBridgeError } from '../../errors.js';
import { completeContext } from '../../serve-events/complete-context.js';
import type { EventContext } from '../../serve-events/event-context.js';
import type { JobDefinitions } from '../job.js';
import type { JobQueue } from '../job-queue.js';
import { type SweepOptions, type SweepReport, sweepSettings } from './sweep-options.js';

/** Options of {@link sweepHandler}: those of `sweep`, which is ended by the invocation's `signal`. */
export type SweepHandlerOptions = Omit<SweepOptions, 'signal'>;

// What a run needs besides looking at the queue twice.
const timeToWork = 20_000;

/**
 * An event handler that sweeps, whatever the event: for a schedule of EventBridge, every five
 * minutes say. Its function needs a timeout of 90 s: less leaves no time to see whether an empty
 * queue stays empty, and then only jobs that are older than `age` are found.
 *
 * The reply is the report. Where something could not be done the invocation fails (`ERR_SWEEP`), so
 * that Lambda repeats it and its Errors metric shows it.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for an option that is unknown or out of range
 *
 * @example
 * ```ts
 * import { isMain, serveEvents } from 'lwa-bridge';
 * import { createJobQueue, sweepHandler } from 'lwa-bridge/jobs';
 * import { z } from 'zod';
 *
 * const jobs = createJobQueue({ analyse: { input: z.object({ ticket: z.string() }) } });
 *
 * export const handler = sweepHandler(jobs);
 *
 * if (isMain(import.meta)) serveEvents(handler);
 * ```
 */
export function sweepHandler<Definitions extends JobDefinitions>(
  jobs: JobQueue<Definitions>,
  options: SweepHandlerOptions = {},
): (event: unknown, context: EventContext) => Promise<SweepReport> {
  const { quietTime } = sweepSettings(options);

  return async (_event, given) => {
    const context = completeContext(given);
    const { signal, log } = context;
    const isShort = context.getRemainingTimeInMillis() < quietTime + timeToWork;
    if (isShort) log.warn({ quietTime }, 'too little time to see whether the queue stays empty');
    const report = await jobs.sweep({ ...options, ...(isShort && { quietTime: 0 }), signal });

    for (const jobId of report.abandoned) log.error({ jobId }, 'job failed for good: abandoned');
    for (const { jobId, error } of report.failures) {
      log.error({ jobId, err: error }, 'a job could not be swept');
    }
    const { sent, abandoned, failures, ...rest } = report;
    const counts = { sent: sent.length, abandoned: abandoned.length, failed: failures.length };
    log.info({ ...counts, ...rest }, 'jobs were swept');
    if (failures.length === 0) return report;
    throw new LwaBridgeError('ERR_SWEEP', `${failures.length} jobs could not be swept`, {
      cause: failures[0]?.error,
    });
  };
}
