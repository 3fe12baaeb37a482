import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createJobQueue } from '../../src/jobs/index.js';
import type { JobProgress } from '../../src/jobs/job.js';
import { type ProgressReporter, progressReporter } from '../../src/jobs/worker/progress.js';
import { type MemoryJobQueue, memoryJobQueue } from '../../src/testing/index.js';
import { eventContext } from './support/event-context.js';

describe('progress', () => {
  const definitions = { copy: { input: z.number() } };
  let jobs: MemoryJobQueue<typeof definitions>;
  let id: string;
  beforeEach(async () => {
    jobs = memoryJobQueue(createJobQueue(definitions));
    ({ id } = await jobs.enqueue('copy', 10));
  });

  it('is shown on the job while it runs, and not after', async () => {
    const seen: unknown[] = [];
    const [job] = await jobs.drain({
      async copy(total, { job }) {
        seen.push(await jobs.get(id));
        job.progress(3, total);
        await sleep(1);
        seen.push(await jobs.get(id));
      },
    });
    expect(seen).toMatchObject([
      { status: 'PROCESSING', progress: undefined },
      { status: 'PROCESSING', progress: { done: 3, total: 10 } },
    ]);
    expect(job).toMatchObject({ status: 'COMPLETED' });
    expect(job).not.toHaveProperty('progress');
  });

  it('is shown again only when the next attempt reports some', async () => {
    const seen: unknown[] = [];
    await jobs.drain({
      async copy(_total, { job }) {
        seen.push((await jobs.get(id)) ?? {});
        job.progress(job.attempt);
        await sleep(1);
        if (job.attempt < 2) throw new Error('once more');
      },
    });
    expect(seen).toMatchObject([{ progress: undefined }, { attempt: 2, progress: undefined }]);
  });

  it('tells a worker that lost its job: its signal aborts with ERR_LEASE_LOST', async () => {
    const { store } = jobs.parts;
    let reason: unknown;
    const draining = jobs.drain(
      {
        async copy(_total, { job, signal }) {
          // Another worker, whose clock says that the lease is over.
          const now = Date.now() + 3_600_000;
          const claim = { id, token: 'other', leaseUntil: now + 1000, maxAttempts: 3, now };
          await store.claim(claim);
          expect(signal.aborted).toBe(false);
          job.progress(1);
          await sleep(5);
          reason = signal.reason;
          signal.throwIfAborted();
        },
      },
      { maxAttempts: 1 },
    );
    await expect(draining).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
    expect(reason).toMatchObject({ code: 'ERR_LEASE_LOST' });
    expect(await store.get(id)).toMatchObject({ token: 'other', progress: undefined });
  });

  it('that cannot be written costs no attempt', async () => {
    jobs.parts.store.progress = () => Promise.reject(new Error('down'));
    const { context, lines } = eventContext();
    const [job] = await jobs.drain(
      { copy: (_total, { job }) => job.progress(1, 2) },
      { log: context.log },
    );
    expect(job).toMatchObject({ status: 'COMPLETED', attempt: 1 });
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'progress could not be written' }),
    );
  });
});

describe('reports', () => {
  let written: JobProgress[];
  let finish: (isOurs?: boolean) => void;
  let isSlow: boolean;
  let onLost: ReturnType<typeof vi.fn<() => void>>;
  let reporter: ProgressReporter;
  const { context, lines } = eventContext();

  beforeEach(() => {
    vi.useFakeTimers();
    written = [];
    isSlow = false;
    onLost = vi.fn();
    reporter = progressReporter({
      write: (progress) => {
        written.push(progress);
        if (!isSlow) return Promise.resolve(true);
        return new Promise((resolve) => {
          finish = (isOurs = true) => resolve(isOurs);
        });
      },
      interval: 5000,
      onLost,
      log: context.log,
    });
  });
  afterEach(() => vi.useRealTimers());

  const done = () => written.map(({ done }) => done);

  it('are written at once, then the newest one each interval', async () => {
    reporter.report(1, 9);
    expect(done()).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1000);
    reporter.report(2, 9);
    reporter.report(3, 9);
    await vi.advanceTimersByTimeAsync(3999);
    expect(done()).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(done()).toEqual([1, 3]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done()).toEqual([1, 3]);
    reporter.report(4, 9);
    expect(done()).toEqual([1, 3, 4]);
  });

  it('are written one at a time, however long a write takes', async () => {
    isSlow = true;
    reporter.report(1);
    reporter.report(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done()).toEqual([1]);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(done()).toEqual([1, 2]);
  });

  it('end with the attempt, which waits for the one on its way', async () => {
    isSlow = true;
    reporter.report(1);
    let hasEnded = false;
    const ending = reporter.end().then(() => {
      hasEnded = true;
    });
    reporter.report(2);
    await vi.advanceTimersByTimeAsync(1999);
    expect(hasEnded).toBe(false);
    finish();
    await ending;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done()).toEqual([1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('do not keep an attempt from ending where a write stalls', async () => {
    isSlow = true;
    reporter.report(1);
    const ending = reporter.end();
    await vi.advanceTimersByTimeAsync(2000);
    await ending;
    // Refused, since the job has ended meanwhile: that is no loss.
    finish(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onLost).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('end where one is refused: the job is somebody else’s', async () => {
    isSlow = true;
    reporter.report(1);
    reporter.report(2);
    finish(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onLost).toHaveBeenCalledOnce();
    reporter.report(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done()).toEqual([1]);
  });

  it.each([
    [-1, 1],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
    ['1' as unknown as number, 2],
  ])('that make no sense are not written: %o of %o', (count, total) => {
    reporter.report(count, total);
    expect(written).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', done: count, total });
  });
});
