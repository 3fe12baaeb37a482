import { randomUUID } from 'node:crypto';
import { LwaBridgeError } from '../errors.js';
import { type EnqueueResult, enqueueJobs } from './enqueue/enqueue-jobs.js';
import type { JobDefinitions, JobOf } from './job.js';
import { EnqueueError, jobNotFound } from './job-errors.js';
import type { EndedJob, JobQueue, ListedJob } from './job-queue.js';
import { expiryOf, type QueueParts } from './queue-parts.js';
import { type JobPage, listJobs } from './read/list-jobs.js';
import { loadJob } from './read/load-job.js';
import { waitForRow } from './read/wait-for-job.js';
import { isGone, type JobRow } from './store/job-row.js';
import { sweepJobs } from './sweep/sweep-jobs.js';

/** A queue of jobs, of any store and sender. */
export function queueOf<Definitions extends JobDefinitions>(
  parts: QueueParts<Definitions>,
): JobQueue<Definitions> {
  const { definitions, store, sender, now } = parts;
  const present = (row: JobRow | undefined) => (row && !isGone(row, now()) ? row : undefined);

  return {
    parts,
    definitions,

    async enqueue(type, input, options = {}) {
      const [result] = await enqueueJobs(parts, [{ ...options, type, input }]);
      if (!result?.job) throw result?.error;
      return result.job as unknown as JobOf<Definitions, typeof type>;
    },

    async enqueueAll(entries) {
      return (await enqueueJobs(parts, entries)) as unknown as EnqueueResult<Definitions>[];
    },

    async get(id) {
      const row = present(await store.get(id));
      return row && loadJob(parts, row);
    },

    async wait(id, options = {}) {
      const row = await waitForRow(parts, id, options);
      return (await loadJob(parts, row)) as EndedJob<Definitions>;
    },

    async list(options) {
      const page = await listJobs(parts, options);
      return page as unknown as JobPage<ListedJob<Definitions, typeof options.status>>;
    },

    async cancel(id) {
      const time = now();
      const { changed, row } = await store.cancel({
        id,
        token: randomUUID(),
        error: 'ERR_JOB_CANCELLED: cancelled before a worker began it',
        expiresAt: expiryOf(parts, time),
        now: time,
      });
      if (!changed && !present(row)) throw jobNotFound(id, store.table);
      return changed;
    },

    async retry(id) {
      const place = { table: store.table, queue: sender.queue };
      const { row } = await store.retry({ id, token: randomUUID(), now: now() });
      if (!row || !present(row)) throw jobNotFound(id, store.table);
      if (row.status !== 'PENDING') throw notRetriable(row);
      const failures = await sender.send([{ key: '0', jobId: id, delaySeconds: 0 }]);
      const failure = failures.get('0');
      if (failure) throw new EnqueueError(id, place, failure);
      return loadJob(parts, row);
    },

    sweep: (options = {}) => sweepJobs(parts, options),
  };
}

function notRetriable({ id, status }: JobRow): LwaBridgeError {
  return new LwaBridgeError(
    'ERR_JOB_STATE',
    `job ${id} is ${status}: only a FAILED job can be tried again`,
  );
}
