import type { JobStore, Outcome } from '../../../src/jobs/index.js';

/** Takes a job as a worker would, for a minute. */
export async function begin(store: JobStore, id: string, token = 'worker'): Promise<void> {
  const now = Date.now();
  await store.claim({ id, token, leaseUntil: now + 60_000, maxAttempts: 3, now });
}

/** Takes a job and ends it; it counts as gone after so many seconds. */
export async function end(
  store: JobStore,
  id: string,
  outcome: Outcome,
  keptSeconds = 60,
): Promise<void> {
  await begin(store, id);
  const now = Date.now();
  const expiresAt = Math.floor(now / 1000) + keptSeconds;
  await store.settle({ id, token: 'worker', outcome, expiresAt, now });
}

export const completed: Outcome = { status: 'COMPLETED', result: '{"text":"done"}' };
export const failed: Outcome = { status: 'FAILED', error: 'no luck' };
