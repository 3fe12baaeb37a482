import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { NonRetriableError } from '../../src/errors.js';
import { createJobQueue } from '../../src/jobs/index.js';
import { memoryJobQueue } from '../../src/testing/memory-job-queue.js';

const definitions = {
  greet: { input: z.object({ name: z.string() }), output: z.string() },
  count: { input: z.number() },
};
const jobs = createJobQueue(definitions);
const handlers = {
  greet: ({ name }: { name: string }) => `hello ${name}`,
  count: (number: number) => number + 1,
};

describe('memoryJobQueue', () => {
  it('runs what is queued, in order, and gives the jobs as they then are', async () => {
    const queue = memoryJobQueue(jobs);
    await queue.enqueue('greet', { name: 'Ada' });
    await queue.enqueueAll([
      { type: 'count', input: 1 },
      { type: 'greet', input: { name: 'Grace' } },
    ]);
    expect(await queue.drain(handlers)).toMatchObject([
      { type: 'greet', status: 'COMPLETED', output: 'hello Ada', attempt: 1 },
      { type: 'count', status: 'COMPLETED', output: 2 },
      { type: 'greet', status: 'COMPLETED', output: 'hello Grace' },
    ]);
    expect(await queue.drain(handlers)).toEqual([]);
  });

  it('runs what a handler enqueues', async () => {
    const queue = memoryJobQueue(jobs);
    await queue.enqueue('count', 3);
    const done = await queue.drain({
      ...handlers,
      async count(number) {
        if (number > 0) await queue.enqueue('count', number - 1);
      },
    });
    expect(done.map(({ input }) => input)).toEqual([3, 2, 1, 0]);
  });

  it('needs no time for delays and back-offs', async () => {
    const queue = memoryJobQueue(jobs);
    await queue.enqueue('greet', { name: 'late' }, { delaySeconds: 900 });
    await queue.enqueue('greet', { name: 'now' });
    const names: string[] = [];
    const started = Date.now();
    const [now, late] = await queue.drain({
      ...handlers,
      greet({ name }, { job }) {
        names.push(name);
        if (job.attempt < 3) throw new Error('not yet');
        return name;
      },
    });
    expect(Date.now() - started).toBeLessThan(2000);
    expect(names).toEqual(['now', 'now', 'now', 'late', 'late', 'late']);
    expect(now).toMatchObject({ output: 'now', attempt: 3 });
    expect(late).toMatchObject({ output: 'late', attempt: 3 });
  });

  it('ends jobs that fail, and tells onFailed', async () => {
    const queue = memoryJobQueue(jobs);
    const onFailed = vi.fn();
    const { id } = await queue.enqueue('count', 1);
    const [job] = await queue.drain(
      {
        ...handlers,
        count() {
          throw new NonRetriableError('never');
        },
      },
      { onFailed },
    );
    expect(job).toMatchObject({ id, status: 'FAILED', error: 'never', attempt: 1 });
    expect(onFailed).toHaveBeenCalledOnce();

    expect(await queue.retry(id)).toMatchObject({ status: 'PENDING', attempt: 0 });
    expect(await queue.drain(handlers)).toMatchObject([{ id, status: 'COMPLETED', output: 2 }]);
  });

  it('has the rest of a queue: keys, cancel, schemas', async () => {
    const queue = memoryJobQueue(jobs);
    const first = await queue.enqueue('count', 1, { idempotencyKey: 'once' });
    expect(await queue.enqueue('count', 1, { idempotencyKey: 'once' })).toEqual(first);
    expect(await queue.cancel(first.id)).toBe(true);
    expect(await queue.get(first.id)).toMatchObject({ status: 'FAILED' });
    const count = vi.fn();
    expect(await queue.drain({ ...handlers, count })).toMatchObject([{ id: first.id }]);
    expect(count).not.toHaveBeenCalled();
    await expect(queue.enqueue('count', 'one' as never)).rejects.toMatchObject({
      code: 'ERR_VALIDATION',
    });
    await expect(queue.retry('nobody')).rejects.toMatchObject({ code: 'ERR_JOB_NOT_FOUND' });
  });

  it('has wait, list and progress', async () => {
    const queue = memoryJobQueue(createJobQueue(definitions, { listCompleted: true }));
    const { id } = await queue.enqueue('count', 1);
    const waiting = queue.wait(id);
    const seen: unknown[] = [];
    await queue.drain({
      ...handlers,
      async count(number, { job }) {
        job.progress(1, 2);
        seen.push(await queue.list({ status: 'PROCESSING' }));
        return number;
      },
    });
    expect(seen).toMatchObject([{ jobs: [{ id, progress: { done: 1, total: 2 } }] }]);
    expect(await waiting).toMatchObject({ id, status: 'COMPLETED', output: 1 });
    expect(await queue.list({ status: 'PENDING' })).toEqual({ jobs: [], cursor: undefined });
    expect(await queue.list({ status: 'COMPLETED' })).toMatchObject({ jobs: [{ id }] });
  });

  it('sweeps: waiting takes no time, and what was lost is drained', async () => {
    const queue = memoryJobQueue(jobs);
    const { sender } = queue.parts;
    const { send } = sender;
    sender.send = async () => new Map();
    const { id } = await queue.enqueue('count', 1);
    sender.send = send;
    expect(await queue.drain(handlers)).toEqual([]);
    expect((await queue.sweep()).sent).toEqual([]);
    await queue.parts.sleep(2 * 60_000);
    const started = Date.now();
    expect(await queue.sweep()).toMatchObject({ sent: [id], queueIsEmpty: true });
    expect(Date.now() - started).toBeLessThan(30_000);
    expect(await queue.drain(handlers)).toMatchObject([{ id, status: 'COMPLETED', attempt: 1 }]);
  });

  it('throws what a worker would only report, and keeps the message', async () => {
    const queue = memoryJobQueue(jobs);
    const { id } = await queue.enqueue('count', 1);
    const { settle } = queue.parts.store;
    queue.parts.store.settle = () => Promise.reject(new Error('the database is down'));
    await expect(queue.drain(handlers)).rejects.toThrow('the database is down');
    queue.parts.store.settle = settle;
    // The lease of that attempt ends first, which takes no time either.
    expect(await queue.drain(handlers)).toMatchObject([{ id, status: 'COMPLETED', attempt: 2 }]);
  });

  it('keeps queues apart, and logs nothing unless asked', async () => {
    const [one, other] = [memoryJobQueue(jobs), memoryJobQueue(jobs)];
    const { id } = await one.enqueue('count', 1);
    expect(await other.get(id)).toBeUndefined();
    const info = vi.fn();
    const log = { debug: info, info, warn: info, error: info };
    await one.drain(
      {
        ...handlers,
        count(_number, { log }) {
          log.info({}, 'counting');
        },
      },
      { log },
    );
    expect(info).toHaveBeenCalledWith(expect.objectContaining({ jobId: id }), 'counting');
  });
});
