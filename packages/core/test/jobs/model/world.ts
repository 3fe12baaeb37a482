import { isLwaBridgeError, isRetryAfterError, LwaBridgeError } from '../../../src/errors.js';
import { createJobQueue, type JobRow, type JobStore } from '../../../src/jobs/index.js';
import { queueOf } from '../../../src/jobs/queue-of.js';
import type { JobItem } from '../../../src/jobs/store/job-item.js';
import { memoryStoreOf } from '../../../src/jobs/store/memory-store.js';
import { runJob } from '../../../src/jobs/worker/run-job.js';
import { createWorker } from '../../../src/jobs/worker/worker.js';
import { messageContext } from '../support/event-context.js';
import { type Fault, maxAttempts, retryDelay, timeLeft } from './job-model.js';

/** A message as SQS keeps it: hidden while it is worked on, deleted only when it is acknowledged. */
export interface QueuedMessage {
  readonly jobId: string;
  /** Virtual milliseconds. */
  visibleAt: number;
}

/** A handler that was called and has not ended. */
export interface Running {
  readonly message: QueuedMessage;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
  /** What then came of its delivery. */
  ended(): Promise<string>;
}

export const visibilityTimeout = 360_000;

// Any input and any output.
const anything = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as const;

/**
 * The real thing but for its surroundings: queue, worker and store, on a queue of messages and a clock
 * that the test moves. `mutate` puts another store in its place.
 */
export function startWorld(mutate: (store: JobStore) => JobStore = (store) => store) {
  const items = new Map<string, JobItem>();
  const messages: QueuedMessage[] = [];
  // How many messages were sent in all.
  let sends = 0;
  const running = new Map<number, Running>();
  const faults: { write?: Fault | undefined; send?: boolean } = {};
  let now = Date.parse('2026-01-01T00:00:00Z');
  let deliveries = 0;

  const store = mutate(memoryStoreOf(items));
  const { parts } = createJobQueue({ task: { input: anything } }, { store, queueUrl: 'virtual' });
  const jobs = queueOf({
    ...parts,
    store: breakable(store, faults),
    now: () => now,
    sender: {
      ...parts.sender,
      async send(sent) {
        const isLost = faults.send === true;
        faults.send = false;
        if (isLost) return new Map(sent.map(({ key }) => [key, new Error('lost')]));
        sends += sent.length;
        for (const { jobId, delaySeconds } of sent) {
          messages.push({ jobId, visibleAt: now + delaySeconds * 1000 });
        }
        return new Map();
      },
      state: async () => ({ messages: messages.length, retention: 14 * 24 * 3_600_000 }),
    },
  });

  return {
    jobs,
    messages,
    running,
    faults,
    now: () => now,
    sends: () => sends,
    row: (id: string): Promise<JobRow | undefined> => store.get(id),
    tick(milliseconds: number) {
      now += milliseconds;
    },
    /** What DynamoDB's time to live deletes. */
    collect(id: string) {
      items.delete(id);
    },

    /** Hands a message to a worker. `ended` says what came of it, where the handler was not called. */
    async deliver(message: QueuedMessage): Promise<{ delivery: number; ended?: string }> {
      deliveries += 1;
      const delivery = deliveries;
      message.visibleAt = now + visibilityTimeout;
      let ended: Promise<string> = Promise.resolve('');
      const called = new Promise<undefined>((begin) => {
        const task = () =>
          new Promise((resolve, reject) => {
            begin(undefined);
            running.set(delivery, { message, resolve, reject, ended: () => ended });
          });
        const worker = createWorker(jobs.parts, { task }, options);
        const { context } = messageContext({ job_id: message.jobId });
        const virtual = { ...context, getRemainingTimeInMillis: () => timeLeft };
        ended = runJob(message.jobId, virtual, worker).then(
          () => settle(message),
          (error: unknown) => settle(message, error),
        );
      });
      const early = await Promise.race([called, ended]);
      return early === undefined ? { delivery } : { delivery, ended: early };
    },
  };

  function settle(message: QueuedMessage, error?: unknown): string {
    if (error === undefined) {
      // Deleting a message twice is nothing.
      if (messages.includes(message)) messages.splice(messages.indexOf(message), 1);
      return 'acknowledged';
    }
    if (isRetryAfterError(error)) message.visibleAt = now + Math.ceil(error.seconds) * 1000;
    if (!isLwaBridgeError(error)) throw error;
    if (error.code === 'ERR_JOB_DEFERRED') return 'deferred';
    return isRetryAfterError(error) ? 'retried' : error.code;
  }
}

export type World = ReturnType<typeof startWorld>;

const options = { maxAttempts, minTime: 0, retryDelay: () => retryDelay / 1000 };

// A store whose next write is broken as told.
function breakable(store: JobStore, faults: { write?: Fault | undefined }): JobStore {
  const breakOnce =
    <Arguments extends unknown[], Answer>(write: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments): Promise<Answer> => {
      const { write: fault } = faults;
      faults.write = undefined;
      if (fault === undefined) return write(...given);
      // Whatever it answered is not known to the caller.
      if (fault === 'answer lost') await write(...given).catch(() => {});
      throw new LwaBridgeError('ERR_JOB_STORE', fault);
    };
  return {
    ...store,
    put: breakOnce(store.put),
    claim: breakOnce(store.claim),
    settle: breakOnce(store.settle),
    release: breakOnce(store.release),
    giveUp: breakOnce(store.giveUp),
    cancel: breakOnce(store.cancel),
    retry: breakOnce(store.retry),
    mark: breakOnce(store.mark),
  };
}
