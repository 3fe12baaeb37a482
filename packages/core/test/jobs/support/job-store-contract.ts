import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claim, JobRow, JobStore } from '../../../src/jobs/index.js';
import type { JobItem } from '../../../src/jobs/store/job-item.js';

/** A store under test, and a way around it: as another program would read and write the rows. */
export interface StoreUnderTest {
  readonly store: JobStore;
  readItem(id: string): Promise<JobItem | undefined>;
  writeItem(item: JobItem): Promise<void>;
  close(): Promise<void>;
}

const start = Date.parse('2026-01-01T00:00:00Z');
const minute = 60_000;
const month = 30 * 24 * 60 * minute;

/** What every store of jobs must do. */
export function jobStoreContract(setUp: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest;
  let store: JobStore;
  let count = 0;
  const newId = () => {
    count += 1;
    return `job-${count}`;
  };

  beforeAll(async () => {
    under = await setUp();
    store = under.store;
  });
  afterAll(() => under.close());

  // A job that waits, and its id.
  async function pending(now = start): Promise<string> {
    const id = newId();
    await store.put({ id, type: 'analyse', input: '{"a":1}', notBefore: undefined, now });
    return id;
  }
  const claim = (id: string, change: Partial<Claim> = {}) => {
    const now = change.now ?? start;
    return store.claim({
      id,
      token: 'mine',
      leaseUntil: now + minute,
      maxAttempts: 3,
      now,
      ...change,
    });
  };
  const complete = (id: string, token = 'mine', now = start) =>
    store.settle({
      id,
      token,
      outcome: { status: 'COMPLETED', result: '{"text":"done"}' },
      expiresAt: (now + month) / 1000,
      now,
    });
  const fail = (id: string, token = 'mine', now = start) =>
    store.settle({
      id,
      token,
      outcome: { status: 'FAILED', error: 'broken' },
      expiresAt: (now + month) / 1000,
      now,
    });
  const release = (id: string, token = 'mine', now = start) =>
    store.release({ id, token, error: 'not now', notBefore: now + 10_000, now });
  const cancel = (id: string, now = start) =>
    store.cancel({
      id,
      token: 'cancelled',
      error: 'unwanted',
      expiresAt: (now + month) / 1000,
      now,
    });
  const giveUp = (seen: JobRow, now = start) =>
    store.giveUp({ seen, token: 'gone', error: 'crashed', expiresAt: (now + month) / 1000, now });
  const status = async (id: string) => (await store.get(id))?.status;

  describe('put', () => {
    it('stores a new job: PENDING, no attempt yet', async () => {
      const id = newId();
      const job = { id, type: 'analyse', input: '{"a":1}', notBefore: start + 5000, now: start };
      const { stored, row } = await store.put(job);
      expect(stored).toBe(true);
      expect(row).toEqual(await store.get(id));
      expect(await under.readItem(id)).toEqual({
        job_id: { S: id },
        status: { S: 'PENDING' },
        job_type: { S: 'analyse' },
        input_data: { S: '{"a":1}' },
        attempt: { N: '0' },
        not_before: { N: String(start + 5000) },
        created_at: { S: '2026-01-01T00:00:00.000Z' },
        updated_at: { S: '2026-01-01T00:00:00.000Z' },
        status_shard: { S: expect.stringMatching(/^PENDING#\d+$/) },
        status_at: { N: String(start + 5000) },
      });
    });

    it('changes nothing where there is one, and gives that one', async () => {
      const id = await pending();
      const again = { id, type: 'other', input: '2', notBefore: undefined, now: start + 1 };
      const { stored, row } = await store.put(again);
      expect(stored).toBe(false);
      expect(row).toMatchObject({ id, type: 'analyse', input: '{"a":1}' });
      expect(await store.get(id)).toEqual(row);
    });

    it('replaces one that has ended and expired, and not before', async () => {
      const id = await pending();
      await claim(id);
      await complete(id);
      const at = (now: number) =>
        store.put({ id, type: 'analyse', input: '3', notBefore: undefined, now });
      expect((await at(start + month - 1)).stored).toBe(false);
      expect((await at(start + month)).stored).toBe(true);
      expect(await store.get(id)).toMatchObject({ status: 'PENDING', input: '3', attempt: 0 });
      expect(await store.get(id)).toMatchObject({ result: undefined, expiresAt: undefined });
    });

    it('never replaces one that has not ended, whatever its expires_at', async () => {
      const id = newId();
      await under.writeItem({
        job_id: { S: id },
        status: { S: 'PENDING' },
        input_data: { S: '1' },
        expires_at: { N: '1' },
      });
      const job = { id, type: 'analyse', input: '2', notBefore: undefined, now: start };
      expect((await store.put(job)).stored).toBe(false);
    });
  });

  describe('claim', () => {
    it('takes a job that waits: attempt counted, lease and token set', async () => {
      const id = await pending();
      const outcome = await claim(id, { now: start + 1000 });
      expect(outcome).toMatchObject({
        outcome: 'claimed',
        row: { status: 'PROCESSING', attempt: 1, token: 'mine', leaseUntil: start + 61_000 },
      });
      expect(await store.get(id)).toEqual('row' in outcome && outcome.row);
    });

    it('has one winner of 50', async () => {
      const id = await pending();
      const racers = Array.from({ length: 50 }, (_, index) => `racer-${index}`);
      const outcomes = await Promise.all(racers.map((token) => claim(id, { token })));
      const winners = outcomes.flatMap((one) => (one.outcome === 'claimed' ? [one.row.token] : []));
      expect(winners).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'held')).toHaveLength(49);
      expect(await store.get(id)).toMatchObject({ attempt: 1, token: winners[0] });
    }, 60_000);

    it('says that there is none', async () => {
      expect(await claim('nobody')).toEqual({ outcome: 'missing' });
      expect(await under.readItem('nobody')).toBeUndefined();
    });

    it('says that it is held, and until when', async () => {
      const id = await pending();
      await claim(id);
      const outcome = await claim(id, { token: 'other', now: start + minute - 1 });
      expect(outcome).toMatchObject({ outcome: 'held', until: start + minute });
      expect(await store.get(id)).toMatchObject({ token: 'mine', attempt: 1 });
    });

    it('says that it is not due, and until when', async () => {
      const id = newId();
      await store.put({ id, type: 'a', input: '1', notBefore: start + 5000, now: start });
      expect(await claim(id, { now: start + 4999 })).toMatchObject({
        outcome: 'not-due',
        until: start + 5000,
      });
      expect(await claim(id, { now: start + 5000 })).toMatchObject({ outcome: 'claimed' });
      expect(await under.readItem(id)).not.toHaveProperty('not_before');
    });

    it('takes over from a worker whose lease is over', async () => {
      const id = await pending();
      await claim(id);
      expect(await claim(id, { token: 'other', now: start + minute })).toMatchObject({
        outcome: 'claimed',
        row: { attempt: 2, token: 'other', leaseUntil: start + 2 * minute },
      });
    });

    it.each([
      ['PROCESSING, its lease over', false],
      ['PENDING', true],
    ])('takes no job that has no attempt left: %s', async (_what, released) => {
      const id = await pending();
      await claim(id, { maxAttempts: 1 });
      if (released) await release(id);
      const outcome = await claim(id, { token: 'other', now: start + minute, maxAttempts: 1 });
      expect(outcome).toMatchObject({ outcome: 'exhausted', row: { attempt: 1, token: 'mine' } });
    });

    it.each([['COMPLETED', complete] as const, ['FAILED', fail] as const])(
      'takes no job that has ended: %s',
      async (ended, settle) => {
        const id = await pending();
        await claim(id);
        await settle(id);
        const late = { token: 'other', now: start + 2 * month };
        expect(await claim(id)).toMatchObject({ outcome: 'finished', row: { status: ended } });
        expect(await claim(id, late)).toMatchObject({ outcome: 'finished' });
      },
    );

    it('takes a row of another program, with just job_id, status and input_data', async () => {
      const id = newId();
      await under.writeItem({
        job_id: { S: id },
        status: { S: 'PENDING' },
        input_data: { S: '{"ticket":"1"}' },
      });
      expect(await claim(id)).toMatchObject({
        outcome: 'claimed',
        row: { attempt: 1, type: undefined, input: '{"ticket":"1"}', createdAt: undefined },
      });
    });

    it('keeps TTL away from a job that has not ended', async () => {
      const id = newId();
      await under.writeItem({
        job_id: { S: id },
        status: { S: 'PENDING' },
        expires_at: { N: '1' },
      });
      expect(await claim(id)).toMatchObject({ outcome: 'claimed' });
      expect(await under.readItem(id)).not.toHaveProperty('expires_at');
    });

    it.each([
      ['one type', ['analyse'], 'claimed'],
      ['several types', ['tidy', 'analyse'], 'claimed'],
      [
        'more types than a condition has operands',
        [...Array(250).keys(), 'analyse'].map(String),
        'claimed',
      ],
      ['the only type', ['analyse', undefined], 'claimed'],
      ['another type', ['tidy'], 'unknown-type'],
      ['other types', ['tidy', undefined], 'unknown-type'],
      ['no type', [], 'unknown-type'],
    ])(
      'takes a job of the types that it is told, and no other: %s',
      async (_what, types, outcome) => {
        const id = await pending();
        expect(await claim(id, { types })).toMatchObject({ outcome });
        expect(await status(id)).toBe(outcome === 'claimed' ? 'PROCESSING' : 'PENDING');
      },
    );

    it.each([
      ['where there is one', ['analyse', undefined], 'claimed'],
      ['not where there are several', ['analyse', 'tidy'], 'unknown-type'],
    ])('takes a row without a type for the only type: %s', async (_what, types, outcome) => {
      const id = newId();
      await under.writeItem({ job_id: { S: id }, status: { S: 'PENDING' } });
      expect(await claim(id, { types })).toMatchObject({ outcome });
    });

    it('leaves a job alone that another program holds without a lease', async () => {
      const id = newId();
      await under.writeItem({ job_id: { S: id }, status: { S: 'PROCESSING' } });
      const outcome = await claim(id, { now: start + month });
      expect(outcome).toMatchObject({ outcome: 'held', until: undefined });
    });

    it('refuses a status that it does not know', async () => {
      const id = newId();
      await under.writeItem({ job_id: { S: id }, status: { S: 'QUEUED' } });
      await expect(claim(id)).rejects.toMatchObject({
        code: 'ERR_JOB_STATE',
        message: expect.stringContaining('"QUEUED"'),
      });
    });
  });

  describe('progress', () => {
    const progress = (id: string, done: number, total?: number, token = 'mine') =>
      store.progress({ id, token, progress: { done, total } });

    it('is noted, and changes nothing else', async () => {
      const id = await pending();
      await claim(id);
      const before = await under.readItem(id);
      expect(await progress(id, 3, 10)).toBe(true);
      expect(await store.get(id)).toMatchObject({ progress: { done: 3, total: 10 } });
      expect(await under.readItem(id)).toEqual({
        ...before,
        progress_done: { N: '3' },
        progress_total: { N: '10' },
      });
      expect(await progress(id, 4)).toBe(true);
      expect(await store.get(id)).toMatchObject({ progress: { done: 4, total: undefined } });
    });

    it('is refused from a worker that does not hold the job', async () => {
      const id = await pending();
      expect(await progress(id, 1)).toBe(false);
      await claim(id);
      expect(await progress(id, 1, 2, 'other')).toBe(false);
      await claim(id, { token: 'other', now: start + minute });
      expect(await progress(id, 1)).toBe(false);
      await complete(id, 'other');
      expect(await progress(id, 1, 2, 'other')).toBe(false);
      expect(await progress('nobody', 1)).toBe(false);
      expect(await under.readItem(id)).not.toHaveProperty('progress_done');
      expect(await under.readItem('nobody')).toBeUndefined();
    });

    it.each([
      ['released', (id: string) => release(id)],
      ['completed', (id: string) => complete(id)],
      ['failed', (id: string) => fail(id)],
      ['taken over', (id: string) => claim(id, { token: 'other', now: start + minute })],
    ])('ends with its attempt: %s', async (_what, end) => {
      const id = await pending();
      await claim(id);
      await progress(id, 1, 2);
      await end(id);
      expect(await store.get(id)).toMatchObject({ progress: undefined });
      expect(await under.readItem(id)).not.toHaveProperty('progress_total');
    });
  });

  describe('settle', () => {
    it('completes the job: result stored, lease over, token kept', async () => {
      const id = await pending();
      await claim(id);
      await complete(id, 'mine', start + 1000);
      expect(await under.readItem(id)).toEqual({
        job_id: { S: id },
        status: { S: 'COMPLETED' },
        job_type: { S: 'analyse' },
        input_data: { S: '{"a":1}' },
        result: { S: '{"text":"done"}' },
        attempt: { N: '1' },
        lease_token: { S: 'mine' },
        created_at: { S: '2026-01-01T00:00:00.000Z' },
        updated_at: { S: '2026-01-01T00:00:01.000Z' },
        expires_at: { N: String((start + 1000 + month) / 1000) },
      });
    });

    it('fails the job, and a completion after a failed attempt clears its error', async () => {
      const failed = await pending();
      await claim(failed);
      await fail(failed);
      expect(await store.get(failed)).toMatchObject({ status: 'FAILED', error: 'broken' });

      const id = await pending();
      await claim(id);
      await release(id);
      await claim(id, { token: 'second', now: start + minute });
      expect(await store.get(id)).toMatchObject({ status: 'PROCESSING', error: 'not now' });
      await complete(id, 'second');
      expect(await store.get(id)).toMatchObject({ status: 'COMPLETED', error: undefined });
    });

    it('refuses a worker whose job was taken over: ERR_LEASE_LOST', async () => {
      const id = await pending();
      await claim(id);
      await claim(id, { token: 'other', now: start + minute });
      await expect(complete(id)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
      await complete(id, 'other');
      await expect(fail(id)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
      expect(await store.get(id)).toMatchObject({ status: 'COMPLETED', token: 'other' });
    });

    it.each([
      ['waits', async () => pending()],
      ['is not there', async () => 'nobody'],
    ])('refuses a job that %s', async (_what, make) => {
      await expect(complete(await make())).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
    });

    it('accepts one whose lease is over, as long as nobody took the job', async () => {
      const id = await pending();
      await claim(id);
      await complete(id, 'mine', start + 10 * minute);
      expect(await status(id)).toBe('COMPLETED');
    });
  });

  describe('release', () => {
    it('leaves the job for another attempt, not before its time', async () => {
      const id = await pending();
      await claim(id);
      await release(id);
      expect(await store.get(id)).toMatchObject({
        status: 'PENDING',
        attempt: 1,
        error: 'not now',
        notBefore: start + 10_000,
        leaseUntil: undefined,
      });
      expect(await claim(id, { token: 'next', now: start + 10_000 })).toMatchObject({
        outcome: 'claimed',
        row: { attempt: 2 },
      });
    });

    it('refuses a worker that does not hold the job: ERR_LEASE_LOST', async () => {
      const id = await pending();
      await claim(id);
      await expect(release(id, 'other')).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
      await complete(id);
      await expect(release(id)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
      expect(await status(id)).toBe('COMPLETED');
    });
  });

  describe('giveUp', () => {
    async function exhausted(): Promise<JobRow> {
      const id = await pending();
      await claim(id, { maxAttempts: 1 });
      const late = { token: 'other', maxAttempts: 1, now: start + minute };
      const outcome = await claim(id, late);
      if (outcome.outcome !== 'exhausted') throw new Error(outcome.outcome);
      return outcome.row;
    }

    it('ends the job, once', async () => {
      const seen = await exhausted();
      expect(await giveUp(seen)).toBe(true);
      expect(await store.get(seen.id)).toMatchObject({
        status: 'FAILED',
        error: 'crashed',
        leaseUntil: undefined,
      });
      const another = { seen, token: 'another', error: 'crashed', expiresAt: 1, now: start };
      expect(await store.giveUp(another)).toBe(false);
    });

    it('has one winner of 20', async () => {
      const seen = await exhausted();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.giveUp({ seen, token: `t${index}`, error: 'crashed', expiresAt: 9e9, now: start }),
        ),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    }, 60_000);

    it('does not end a job that its worker ended meanwhile', async () => {
      const seen = await exhausted();
      await complete(seen.id);
      expect(await giveUp(seen)).toBe(false);
      expect(await status(seen.id)).toBe('COMPLETED');
    });

    it('does not end a job that another worker took meanwhile', async () => {
      const seen = await exhausted();
      await claim(seen.id, { token: 'patient', maxAttempts: 9, now: start + minute });
      expect(await giveUp(seen)).toBe(false);
      expect(await status(seen.id)).toBe('PROCESSING');
    });

    it('ends a job of another program that has no token', async () => {
      const id = newId();
      const lease = { lease_until: { N: '1' }, attempt: { N: '3' } };
      await under.writeItem({ job_id: { S: id }, status: { S: 'PROCESSING' }, ...lease });
      const outcome = await claim(id);
      if (outcome.outcome !== 'exhausted') throw new Error(outcome.outcome);
      expect(await giveUp(outcome.row)).toBe(true);
    });

    it('refuses a job that has ended', async () => {
      const id = await pending();
      await claim(id);
      await complete(id);
      const seen = await store.get(id);
      await expect(async () => giveUp(seen as JobRow)).rejects.toMatchObject({
        code: 'ERR_JOB_STATE',
      });
    });
  });

  describe('cancel', () => {
    it('ends a job that waits', async () => {
      const id = await pending();
      expect(await cancel(id)).toMatchObject({
        changed: true,
        row: { status: 'FAILED', error: 'unwanted', expiresAt: (start + month) / 1000 },
      });
      expect(await claim(id)).toMatchObject({ outcome: 'finished' });
    });

    it('loses to a claim', async () => {
      const id = await pending();
      await claim(id);
      expect(await cancel(id)).toMatchObject({ changed: false, row: { status: 'PROCESSING' } });
    });

    it('has one winner against 10 claims', async () => {
      const id = await pending();
      const [{ changed }, ...claims] = await Promise.all([
        cancel(id),
        ...Array.from({ length: 10 }, (_, index) => claim(id, { token: `racer-${index}` })),
      ]);
      const winners = claims.filter(({ outcome }) => outcome === 'claimed').length;
      expect(winners + Number(changed)).toBe(1);
      expect(await status(id)).toBe(changed ? 'FAILED' : 'PROCESSING');
    }, 60_000);

    it('changes none that has ended, and none that is not there', async () => {
      const id = await pending();
      await claim(id);
      await complete(id);
      expect(await cancel(id)).toMatchObject({ changed: false, row: { status: 'COMPLETED' } });
      expect(await cancel('nobody')).toEqual({ changed: false, row: undefined });
      expect(await under.readItem('nobody')).toBeUndefined();
    });
  });

  describe('retry', () => {
    const retry = (id: string, now = start) => store.retry({ id, token: 'retried', now });

    it('begins a failed job anew, with all its attempts', async () => {
      const id = await pending();
      await claim(id);
      await fail(id);
      const { changed, row } = await retry(id);
      expect(changed).toBe(true);
      expect(row).toMatchObject({ status: 'PENDING', attempt: 0, error: undefined });
      expect(row).toMatchObject({ expiresAt: undefined, leaseUntil: undefined });
      expect(await claim(id, { token: 'next' })).toMatchObject({ outcome: 'claimed' });
    });

    it('changes no job that waits, runs or is completed', async () => {
      const id = await pending();
      expect(await retry(id)).toMatchObject({ changed: false, row: { status: 'PENDING' } });
      await claim(id);
      expect(await retry(id)).toMatchObject({ changed: false, row: { status: 'PROCESSING' } });
      await complete(id);
      expect(await retry(id)).toMatchObject({ changed: false, row: { status: 'COMPLETED' } });
      expect(await retry('nobody')).toEqual({ changed: false, row: undefined });
    });

    it('changes none that counts as gone', async () => {
      const id = await pending();
      await claim(id);
      await fail(id);
      expect(await retry(id, start + month)).toMatchObject({ changed: false });
      expect(await retry(id, start + month - 1)).toMatchObject({ changed: true });
    });
  });

  it('takes a step that is repeated with its token for the same success', async () => {
    const id = newId();
    const job = { id, type: 'analyse', input: '1', notBefore: undefined, now: start };
    expect((await store.put(job)).stored).toBe(true);
    expect((await store.put(job)).stored).toBe(true);
    await claim(id);
    expect(await claim(id)).toMatchObject({ outcome: 'claimed', row: { attempt: 1 } });
    await release(id);
    await release(id);
    await claim(id, { token: 'second', now: start + minute });
    await fail(id, 'second');
    await fail(id, 'second');
    const retry = { id, token: 'retried', now: start };
    expect((await store.retry(retry)).changed).toBe(true);
    expect((await store.retry(retry)).changed).toBe(true);
    expect((await cancel(id)).changed).toBe(true);
    expect((await cancel(id)).changed).toBe(true);
    expect(await store.get(id)).toMatchObject({ status: 'FAILED', attempt: 0 });
  });

  it('keeps attributes that it does not know through every step', async () => {
    const id = newId();
    const foreign: JobItem = {
      user: { S: 'ada' },
      tags: { L: [{ S: 'a' }, { N: '1' }] },
      detail: { M: { deep: { BOOL: true } } },
    };
    await under.writeItem({ job_id: { S: id }, status: { S: 'PENDING' }, ...foreign });
    await claim(id);
    await release(id);
    await claim(id, { token: 'second', now: start + minute });
    await fail(id, 'second');
    await store.retry({ id, token: 'retried', now: start });
    await cancel(id);
    await store.retry({ id, token: 'again', now: start });
    await claim(id, { token: 'third' });
    await complete(id, 'third');
    expect(await under.readItem(id)).toMatchObject({ status: { S: 'COMPLETED' }, ...foreign });
    expect((await store.get(id))?.bytes).toBeGreaterThan(100);
  });
}
