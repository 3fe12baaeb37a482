import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { JobStatus, JobStore, RowQuery } from '../../../src/jobs/index.js';
import type { StoreUnderTest } from './job-store-contract.js';

const start = Date.parse('2026-01-01T00:00:00Z');
const minute = 60_000;

/** What every store of jobs must do when it is asked for many; `setUp` makes one that is empty. */
export function jobListContract(setUp: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest;
  let store: JobStore;
  // Each test has a year of its own.
  let year = start;
  let count = 0;

  beforeAll(async () => {
    under = await setUp();
    store = under.store;
  });
  beforeEach(() => {
    year += 366 * 24 * 60 * minute;
  });
  afterAll(() => under.close());

  async function put(at = 0, notBefore?: number): Promise<string> {
    count += 1;
    const id = `job-${count}`;
    const due = notBefore === undefined ? undefined : year + notBefore;
    await store.put({ id, type: 'a', input: '1', notBefore: due, now: year + at });
    return id;
  }
  const claim = (id: string, at = 0) => {
    const now = year + at;
    return store.claim({ id, token: id, leaseUntil: now + minute, maxAttempts: 3, now });
  };
  const settle = (id: string, status: 'COMPLETED' | 'FAILED', at = 0) => {
    const outcome = status === 'COMPLETED' ? { status, result: '1' } : { status, error: 'broken' };
    const now = year + at;
    return store.settle({ id, token: id, outcome, expiresAt: 9e9, now });
  };
  const list = async (status: JobStatus, query: Partial<RowQuery> = {}) => {
    const { rows, next } = await store.list({
      status,
      from: year,
      until: year + 365 * 24 * 60 * minute,
      order: 'oldest-first',
      limit: 100,
      ...query,
    });
    return { ids: rows.map(({ id }) => id), rows, next };
  };

  it('finds jobs by their state, and by the time they are due, leased to, or ended', async () => {
    const waits = await put(1);
    const delayed = await put(2, 5000);
    const runs = await put(3);
    await claim(runs, 10);
    const failed = await put(4);
    await claim(failed, 20);
    await settle(failed, 'FAILED', 30);
    expect((await list('PENDING')).ids).toEqual([waits, delayed]);
    expect((await list('PROCESSING')).ids).toEqual([runs]);
    expect((await list('FAILED')).ids).toEqual([failed]);

    expect((await list('PENDING', { until: year + 5000 })).ids).toEqual([waits]);
    expect((await list('PENDING', { from: year + 5000 })).ids).toEqual([delayed]);
    expect((await list('PROCESSING', { from: year + 10 + minute })).ids).toEqual([runs]);
    expect((await list('PROCESSING', { until: year + 10 + minute })).ids).toEqual([]);
    expect((await list('FAILED', { from: year + 30, until: year + 31 })).ids).toEqual([failed]);
    expect((await list('FAILED', { from: year + 31, until: year + 30 })).ids).toEqual([]);
  });

  it('gives rows as they are', async () => {
    const id = await put();
    const { rows } = await list('PENDING');
    expect(rows).toEqual([await store.get(id)]);
  });

  it('follows a job through its states', async () => {
    const id = await put();
    const places = async () =>
      Promise.all(
        (['PENDING', 'PROCESSING', 'FAILED'] as const).map(
          async (status) => (await list(status)).ids.length,
        ),
      );
    expect(await places()).toEqual([1, 0, 0]);
    await claim(id);
    expect(await places()).toEqual([0, 1, 0]);
    await store.release({ id, token: id, error: 'x', notBefore: year + 9, now: year });
    expect(await places()).toEqual([1, 0, 0]);
    await store.cancel({ id, token: 'c', error: 'x', expiresAt: 9e9, now: year + 1 });
    expect(await places()).toEqual([0, 0, 1]);
    await store.retry({ id, token: 'r', now: year + 2 });
    expect(await places()).toEqual([1, 0, 0]);
    const seen = await store.get(id);
    if (!seen) throw new Error('no row');
    await store.giveUp({ seen, token: 'g', error: 'x', expiresAt: 9e9, now: year + 3 });
    expect(await places()).toEqual([0, 0, 1]);
  });

  it('has completed jobs only where it is told to keep them', async () => {
    const id = await put();
    await claim(id);
    await settle(id, 'COMPLETED', 7);
    expect((await list('COMPLETED')).ids).toEqual(store.listsCompleted ? [id] : []);
    if (store.listsCompleted) return;
    const item = await under.readItem(id);
    expect(item).not.toHaveProperty('status_shard');
    expect(item).not.toHaveProperty('status_at');
  });

  it.each(['oldest-first', 'newest-first'] as const)(
    'pages through any number, %s, each once',
    async (order) => {
      const ids: string[] = [];
      // Many at the same time: the page's end falls between them.
      for (const at of [1, 2, 2, 2, 2, 2, 2, 3, 4, 5, 5, 5]) ids.push(await put(at));
      const found: string[] = [];
      let after: RowQuery['after'];
      let pages = 0;
      do {
        const page = await list('PENDING', { order, limit: 2, after });
        expect(page.ids.length).toBeLessThanOrEqual(2);
        found.push(...page.ids);
        after = page.next;
        pages += 1;
      } while (after && pages < 20);
      expect(found.toSorted()).toEqual(ids.toSorted());
      const times = await Promise.all(found.map(async (id) => (await store.get(id))?.createdAt));
      const inOrder = times.toSorted();
      expect(times).toEqual(order === 'oldest-first' ? inOrder : inOrder.reverse());
      expect(pages).toBeLessThanOrEqual(7);
    },
  );

  it('shows what another program did to a row, and skips what nobody can read', async () => {
    const [changed, unknown, kept] = [await put(1), await put(2), await put(3)];
    for (const [id, status] of [
      [changed, 'COMPLETED'],
      [unknown, 'QUEUED'],
    ] as const) {
      await under.writeItem({ ...(await under.readItem(id)), status: { S: status } });
    }
    const { rows } = await list('PENDING');
    expect(rows.map(({ id, status }) => [id, status])).toEqual([
      [changed, 'COMPLETED'],
      [kept, 'PENDING'],
    ]);
  });

  it('knows a row that another program put under any shard', async () => {
    count += 1;
    const id = `foreign-${count}`;
    await under.writeItem({
      job_id: { S: id },
      status: { S: 'PENDING' },
      status_shard: { S: 'PENDING#0' },
      status_at: { N: String(year + 1) },
    });
    expect((await list('PENDING')).ids).toEqual([id]);
    await claim(id, 2);
    expect((await list('PENDING')).ids).toEqual([]);
    expect((await list('PROCESSING')).ids).toEqual([id]);
  });

  it('does not know rows of other programs before a worker takes them', async () => {
    count += 1;
    const id = `foreign-${count}`;
    await under.writeItem({ job_id: { S: id }, status: { S: 'PENDING' } });
    expect((await list('PENDING', { from: 0 })).ids).not.toContain(id);
    await claim(id);
    expect((await list('PROCESSING')).ids).toEqual([id]);
  });
}
