import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, expectTypeOf, it, vi } from 'vitest';
import { z } from 'zod';
import { createJobQueue } from '../../src/jobs/index.js';
import { type MemoryJobQueue, memoryJobQueue } from '../../src/testing/index.js';
import { completed, end, failed } from './support/as-worker.js';

const definitions = { greet: { input: z.string(), output: z.object({ text: z.string() }) } };
const defined = createJobQueue(definitions);

let jobs: MemoryJobQueue<typeof definitions>;
let id: string;
beforeEach(async () => {
  jobs = memoryJobQueue(defined);
  ({ id } = await jobs.enqueue('greet', 'Ada'));
});

it('gives a job that has ended at once', async () => {
  await jobs.drain({ greet: (name) => ({ text: `hello ${name}` }) });
  const job = await jobs.wait(id);
  expect(job).toMatchObject({ id, status: 'COMPLETED', output: { text: 'hello Ada' } });
  expectTypeOf(job.status).toEqualTypeOf<'COMPLETED' | 'FAILED'>();
});

it.each([completed, failed])('waits until the job is $status', async (outcome) => {
  const waiting = jobs.wait(id);
  await sleep(150);
  await end(jobs.parts.store, id, outcome);
  expect(await waiting).toMatchObject({ id, status: outcome.status });
});

it('reads less and less often', async () => {
  const get = vi.spyOn(jobs.parts.store, 'get');
  const signal = AbortSignal.timeout(1500);
  await expect(jobs.wait(id, { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  // Pauses of 50 to 100 ms, then half as long again each time: at most 10 in this time.
  expect(get.mock.calls.length).toBeGreaterThanOrEqual(2);
  expect(get.mock.calls.length).toBeLessThanOrEqual(10);
});

it('ends when its signal aborts, with the reason, and leaves nothing behind', async () => {
  const controller = new AbortController();
  const reason = new Error('the caller left');
  const waiting = jobs.wait(id, { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 20);
  await expect(waiting).rejects.toBe(reason);
  const get = vi.spyOn(jobs.parts.store, 'get');
  await expect(jobs.wait(id, { signal: controller.signal })).rejects.toBe(reason);
  expect(get).not.toHaveBeenCalled();
});

it('knows no job that is not there, or not any more: ERR_JOB_NOT_FOUND', async () => {
  await end(jobs.parts.store, id, completed, 0);
  for (const missing of [id, 'nobody']) {
    await expect(jobs.wait(missing)).rejects.toMatchObject({
      code: 'ERR_JOB_NOT_FOUND',
      message: `there is no job ${missing} in table memory`,
    });
  }
});

it('tells what the table tells', async () => {
  const failure = new Error('no route');
  vi.spyOn(jobs.parts.store, 'get').mockRejectedValue(failure);
  await expect(jobs.wait(id)).rejects.toBe(failure);
});
