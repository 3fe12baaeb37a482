import type { Logger } from 'lwa-bridge';
import { vi } from 'vitest';
import type { CallContext } from '../../src/with-back-off.js';

/** The context of a job's first attempt, with 100 s left, and what it logs. */
export function callContext(fields: Partial<CallContext> = {}) {
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() } satisfies Logger;
  const job: CallContext['job'] = {
    id: 'job-1',
    type: 'analyse',
    attempt: 1,
    maxAttempts: 8,
    createdAt: new Date(0),
    progress() {},
  };
  const context: CallContext = {
    getRemainingTimeInMillis: () => 100_000,
    job,
    log,
    signal: new AbortController().signal,
    ...fields,
  };
  return { context, log };
}

/** Back-off is of no length from now on, until `vi.restoreAllMocks()`. */
export function withoutWaiting(): void {
  vi.spyOn(Math, 'random').mockReturnValue(1);
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const value = await promise.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  if ('error' in value) return value.error;
  throw new Error(`it did not fail, but gave ${JSON.stringify(value.result)}`);
}
