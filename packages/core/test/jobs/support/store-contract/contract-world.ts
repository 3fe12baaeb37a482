import { afterAll, beforeAll } from 'vitest';
import type { Claim, JobRow, JobStore } from '../../../../src/jobs/index.js';
import type { JobItem } from '../../../../src/jobs/store/job-item.js';

/** A store under test, and a way around it: as another program would read and write the rows. */
export interface StoreUnderTest {
  readonly store: JobStore;
  readItem(id: string): Promise<JobItem | undefined>;
  writeItem(item: JobItem): Promise<void>;
  close(): Promise<void>;
}

/** When all begins. */
export const start = Date.parse('2026-01-01T00:00:00Z');
export const minute = 60_000;
export const month = 30 * 24 * 60 * minute;

export type ContractWorld = ReturnType<typeof contractWorld>;

/** What the tests of the contract share: the store, made before the first of them, and each step. */
export function contractWorld(setUp: () => Promise<StoreUnderTest>) {
  let under: StoreUnderTest;
  let count = 0;
  const newId = () => {
    count += 1;
    return `job-${count}`;
  };

  beforeAll(async () => {
    under = await setUp();
  });
  afterAll(() => under.close());

  // A job that waits, and its id.
  async function pending(now = start): Promise<string> {
    const id = newId();
    await under.store.put({ id, type: 'analyse', input: '{"a":1}', notBefore: undefined, now });
    return id;
  }
  const claim = (id: string, change: Partial<Claim> = {}) => {
    const now = change.now ?? start;
    return under.store.claim({
      id,
      token: 'mine',
      leaseUntil: now + minute,
      maxAttempts: 3,
      now,
      ...change,
    });
  };
  const complete = (id: string, token = 'mine', now = start) =>
    under.store.settle({
      id,
      token,
      outcome: { status: 'COMPLETED', result: '{"text":"done"}' },
      expiresAt: (now + month) / 1000,
      now,
    });
  const fail = (id: string, token = 'mine', now = start) =>
    under.store.settle({
      id,
      token,
      outcome: { status: 'FAILED', error: 'broken' },
      expiresAt: (now + month) / 1000,
      now,
    });
  const release = (id: string, token = 'mine', now = start) =>
    under.store.release({ id, token, error: 'not now', notBefore: now + 10_000, now });
  const cancel = (id: string, now = start) =>
    under.store.cancel({
      id,
      token: 'cancelled',
      error: 'unwanted',
      expiresAt: (now + month) / 1000,
      now,
    });
  const giveUp = (seen: JobRow, now = start) =>
    under.store.giveUp({
      seen,
      token: 'gone',
      error: 'crashed',
      expiresAt: (now + month) / 1000,
      now,
    });
  const status = async (id: string) => (await under.store.get(id))?.status;

  return {
    get store() {
      return under.store;
    },
    readItem: (id: string) => under.readItem(id),
    writeItem: (item: JobItem) => under.writeItem(item),
    newId,
    pending,
    claim,
    complete,
    fail,
    release,
    cancel,
    giveUp,
    status,
  };
}
