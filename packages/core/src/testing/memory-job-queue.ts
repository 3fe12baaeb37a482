import { isRetryAfterError } from '../errors.js';
import type { MessageSender } from '../jobs/enqueue/message-sender.js';
import type { JobDefinitions, JobOf } from '../jobs/job.js';
import { writeJobMessage } from '../jobs/job-message.js';
import type { JobQueue } from '../jobs/job-queue.js';
import { queueOf } from '../jobs/queue-of.js';
import { memoryStore } from '../jobs/store/memory-store.js';
import { memoryValues } from '../jobs/values/large-values.js';
import type { JobHandlers } from '../jobs/worker/job-handler.js';
import { runJob } from '../jobs/worker/run-job.js';
import { createWorker, type WorkerOptions } from '../jobs/worker/worker.js';
import { alarmClock } from '../serve-events/alarm-clock.js';
import { startInvocation } from '../serve-events/context.js';
import { readContextHeader } from '../serve-events/context-header.js';
import type { Logger } from '../serve-events/log.js';
import type { MessageContext } from '../sqs/message.js';
import { readMessage } from '../sqs/read-message.js';
import { sqsEvent } from './events.js';

/** Options of `drain`. */
export interface DrainOptions extends WorkerOptions {
  /** @default none: nothing is logged */
  log?: Logger;
}

/** A queue of jobs in memory: everything that the real one has, and `drain`. */
export interface MemoryJobQueue<Definitions extends JobDefinitions> extends JobQueue<Definitions> {
  /**
   * Runs jobs, one after the other, until no message is left; also those that are enqueued
   * meanwhile. Delays and back-offs take no time: the queue's clock jumps ahead.
   *
   * @returns the jobs whose messages there were, in their order, each as it then is
   * @throws what a worker would report a message failed for, other than a retry
   */
  drain(handlers: JobHandlers<Definitions>, options?: DrainOptions): Promise<JobOf<Definitions>[]>;
}

/** What of a queue its copy in memory needs. */
type MemoryJobQueueOf<Definitions extends JobDefinitions> = Pick<
  JobQueue<Definitions>,
  'definitions'
> &
  Partial<Pick<JobQueue<Definitions>, 'parts'>>;

interface QueuedMessage {
  readonly jobId: string;
  /** Epoch milliseconds. */
  readonly visibleAt: number;
  readonly receiveCount: number;
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * A queue with the same types of job, in this process's memory: tests enqueue, `drain`, and look.
 * It runs what the real worker runs: claims, leases, attempts, back-off, schemas.
 *
 * @param jobs - the queue that the application defines; nothing of it is touched
 *
 * @example
 * ```ts
 * import { createJobQueue } from 'lwa-bridge/jobs';
 * import { memoryJobQueue } from 'lwa-bridge/testing';
 * import { z } from 'zod';
 *
 * const jobs = createJobQueue({ greet: { input: z.object({ name: z.string() }) } });
 *
 * const queue = memoryJobQueue(jobs);
 * await queue.enqueue('greet', { name: 'Ada' });
 * const [job] = await queue.drain({ greet: ({ name }) => `hello ${name}` });
 * // job.status: 'COMPLETED', job.output: 'hello Ada'
 * ```
 */
export function memoryJobQueue<Definitions extends JobDefinitions>({
  definitions,
  parts,
}: MemoryJobQueueOf<Definitions>): MemoryJobQueue<Definitions> {
  let messages: readonly QueuedMessage[] = [];
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const sender: MessageSender = {
    queue: 'memory',
    async send(sent) {
      const queued = sent.map(({ jobId, delaySeconds }) => ({
        jobId,
        visibleAt: now() + delaySeconds * 1000,
        receiveCount: 1,
      }));
      messages = [...messages, ...queued];
      return new Map();
    },
    state: async () => ({ messages: messages.length, retention: 4 * 24 * 60 * 60 * 1000 }),
  };
  const sleep = async (milliseconds: number) => {
    ahead += milliseconds;
  };
  const store = memoryStore({ listCompleted: parts?.store.listsCompleted });
  const queue = queueOf({
    definitions,
    store,
    sender,
    largeValues: { ...memoryValues(), isGiven: parts?.largeValues.isGiven ?? false },
    retentionDays: 30,
    now,
    sleep,
  });

  // The one that is visible first, waited for without waiting.
  function receive(): QueuedMessage | undefined {
    const [next] = messages.toSorted((a, b) => a.visibleAt - b.visibleAt);
    if (!next) return undefined;
    messages = messages.filter((message) => message !== next);
    ahead += Math.max(0, next.visibleAt - now());
    return next;
  }

  return {
    ...queue,

    async drain(handlers, { log = silent, ...options } = {}) {
      const worker = createWorker(queue.parts, handlers, options);
      const ids = new Set<string>();
      for (let message = receive(); message; message = receive()) {
        ids.add(message.jobId);
        try {
          await runJob(message.jobId, contextOf(message, log), worker);
        } catch (error) {
          const seconds = isRetryAfterError(error) ? Math.ceil(error.seconds) : 0;
          const { jobId, receiveCount } = message;
          const visibleAt = now() + seconds * 1000;
          messages = [...messages, { jobId, visibleAt, receiveCount: receiveCount + 1 }];
          if (!isRetryAfterError(error)) throw error;
        }
      }
      const jobs = await Promise.all([...ids].map((id) => queue.get(id)));
      return jobs.filter((job) => job !== undefined);
    },
  };
}

function contextOf({ jobId, receiveCount }: QueuedMessage, log: Logger): MessageContext {
  const { Records } = sqsEvent([writeJobMessage(jobId)], { queueName: 'memory', receiveCount });
  const [record] = Records;
  if (!record) throw new Error('sqsEvent made no record');
  const { context } = startInvocation(
    readContextHeader({}, {}),
    { log, signalMarginMs: 1000 },
    alarmClock(),
  );
  return { ...context, message: readMessage(record) };
}
