import { AsyncLocalStorage } from 'node:async_hooks';
import type { AwsClient } from '../../aws-client.js';
import { type OptionNames, refuseUnknownOptions } from '../../refuse-unknown-options.js';
import { completeContext } from '../../serve-events/complete-context.js';
import type { OnNonRetriable } from '../../sqs/fail-message.js';
import { type SqsLambdaHandler, sqsHandler } from '../../sqs/sqs-handler.js';
import type { JobContext, JobDefinitions, JobReturn, JobType, ParsedJobInput } from '../job.js';
import { readJobMessage } from '../job-message.js';
import type { JobQueue } from '../job-queue.js';
import { fifoQueue } from '../settings.js';
import { runJob } from './run-job.js';
import { createWorker, type WorkerOptions } from './worker.js';

/** A handler for each type of job: gets the parsed input, returns the output. */
export type JobHandlers<Definitions extends JobDefinitions> = {
  readonly [Type in JobType<Definitions>]: (
    input: ParsedJobInput<Definitions[Type]>,
    context: JobContext,
  ) => JobReturn<Definitions[Type]> | Promise<JobReturn<Definitions[Type]>>;
};

/** Options of {@link jobHandler}. */
export interface JobHandlerOptions extends WorkerOptions {
  /**
   * How many jobs of a batch run at once. One after the other, a crash counts against the job that
   * ran, and against no other.
   * @default 1
   */
  concurrency?: number;
  /**
   * What becomes of a message that is no job's: `{"job_id": "..."}` is expected.
   * @default 'redrive': reported failed, so that it ends in the dead-letter queue
   */
  onNonRetriable?: OnNonRetriable;
  /** `false` for a mapping without `ReportBatchItemFailures`. @default true */
  reportBatchItemFailures?: boolean;
  /** The SQS client that sets visibility timeouts. @default one made on first use */
  sqsClient?: AwsClient;
}

/**
 * A worker: an SQS event handler that runs jobs, each to exactly one end.
 *
 * A message is acknowledged when its job has ended: COMPLETED, or FAILED after its last attempt or a
 * `NonRetriableError`. All others come back: a job that another worker holds or that is not due is
 * put off, one whose attempt failed follows after its back-off, and what is not known to have ended
 * is reported failed.
 *
 * Handlers run at least once: the row is fenced by a lease, the world outside is not. `job.id` is
 * the idempotency key to pass on. When `signal` aborts, a handler should stop; while it goes on, the
 * invocation sends no reply, so that Lambda ends it at the deadline and not some later event's
 * invocation runs beside it. The jobs of its batch that had ended are acknowledged when their
 * messages come again.
 *
 * The queue's visibility timeout should be at least 6 times the function's timeout plus the batching
 * window, and its maxReceiveCount at least `maxAttempts` + 10.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` where a type has no handler, or an option is out of range
 *
 * @example
 * ```ts
 * import { isMain, serveEvents } from 'lwa-bridge';
 * import { createJobQueue, jobHandler } from 'lwa-bridge/jobs';
 * import { z } from 'zod';
 *
 * const jobs = createJobQueue({
 *   analyse: { input: z.object({ ticket: z.string() }), output: z.object({ text: z.string() }) },
 * });
 *
 * export const handler = jobHandler(jobs, {
 *   async analyse({ ticket }, { job, signal }) {
 *     signal.throwIfAborted();
 *     return { text: `${ticket} in attempt ${job.attempt}` };
 *   },
 * });
 *
 * if (isMain(import.meta)) serveEvents(handler);
 * ```
 */
export function jobHandler<Definitions extends JobDefinitions>(
  jobs: JobQueue<Definitions>,
  handlers: JobHandlers<Definitions>,
  options: JobHandlerOptions = {},
): SqsLambdaHandler {
  refuseUnknownOptions('jobHandler', options, optionNames);
  const worker = createWorker(jobs.parts, handlers, options);
  const { concurrency = 1, onNonRetriable, reportBatchItemFailures, sqsClient } = options;
  const invocations = new AsyncLocalStorage<Invocation>();

  const handleBatch = sqsHandler(
    (body, context) => {
      const { queue } = context.message;
      if (queue.fifo) throw fifoQueue(queue.name);
      const { running, minTime } = invocations.getStore() ?? newInvocation(context);
      const run = runJob(readJobMessage(body), context, { ...worker, minTime });
      running.push(run);
      return run;
    },
    {
      concurrency,
      // A deferral is no error: a batch of nothing else is no failed invocation.
      throwOnFullBatchFailure: false,
      ...(onNonRetriable !== undefined && { onNonRetriable }),
      ...(reportBatchItemFailures !== undefined && { reportBatchItemFailures }),
      ...(sqsClient !== undefined && { sqsClient }),
    },
  );

  function newInvocation(context: Pick<JobContext, 'getRemainingTimeInMillis'>): Invocation {
    const minTime = worker.minTime ?? Math.min(10_000, context.getRemainingTimeInMillis() / 2);
    return { running: [], minTime };
  }

  return (event, given) => {
    const context = completeContext(given);
    const invocation = newInvocation(context);
    return invocations.run(invocation, async () => {
      try {
        return await handleBatch(event, context);
      } finally {
        // The batch is answered for when `signal` aborts, but a handler that still runs would go on
        // beside the next event. Without a reply Lambda ends both at the deadline.
        await Promise.allSettled(invocation.running);
      }
    });
  };
}

const optionNames: OptionNames<JobHandlerOptions> = {
  maxAttempts: true,
  minTime: true,
  leaseTime: true,
  retryDelay: true,
  progressInterval: true,
  onFailed: true,
  concurrency: true,
  onNonRetriable: true,
  reportBatchItemFailures: true,
  sqsClient: true,
};

/** What the jobs of one invocation share. */
interface Invocation {
  readonly running: Promise<void>[];
  readonly minTime: number;
}
