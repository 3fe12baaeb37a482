import { jobNotFound } from '../job-errors.js';
import type { QueueParts } from '../queue-parts.js';
import { sleep } from '../sleep.js';
import { isFinished, isGone, type JobRow } from '../store/job-row.js';

/** Options of `wait`. */
export interface WaitOptions {
  /** Ends the waiting: `wait` then throws its reason. `AbortSignal.timeout(10_000)` waits 10 s. */
  signal?: AbortSignal | undefined;
}

// Milliseconds between two reads.
const firstPause = 100;
const longestPause = 5000;

/**
 * Reads a row until its job has ended: often at first, then every few seconds.
 *
 * @throws LwaBridgeError `ERR_JOB_NOT_FOUND`, `ERR_JOB_STORE`
 * @throws the signal's reason
 */
export async function waitForRow(
  { store, now }: QueueParts,
  id: string,
  { signal }: WaitOptions,
): Promise<JobRow> {
  for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 1.5)) {
    signal?.throwIfAborted();
    const row = await store.get(id);
    if (!row || isGone(row, now())) throw jobNotFound(id, store.table);
    if (isFinished(row.status)) return row;
    // Not all who wait for the same thing read at once.
    await sleep(pause * (0.5 + Math.random() / 2), signal);
  }
}
