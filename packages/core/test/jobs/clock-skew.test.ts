import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createJobQueue, type JobHandlers } from '../../src/jobs/index.js';
import { queueOf } from '../../src/jobs/queue-of.js';
import { runJob } from '../../src/jobs/worker/run-job.js';
import { createWorker } from '../../src/jobs/worker/worker.js';
import { memoryJobQueue } from '../../src/testing/index.js';
import { messageContext } from './support/event-context.js';

// Machines that share one table, each with a clock of its own. `real` is the time that passes.

const definitions = { count: { input: z.number(), output: z.string() } };
type Count = JobHandlers<typeof definitions>['count'];
const second = 1000;
const minute = 60 * second;
const start = Date.parse('2026-01-01T00:00:00Z');
const timeout = 60 * second;

let real: number;
let parts: ReturnType<typeof memoryJobQueue<typeof definitions>>['parts'];
beforeEach(() => {
  real = start;
  ({ parts } = memoryJobQueue(createJobQueue(definitions)));
});

// A machine whose clock is ahead by so much.
function machine(skew: number) {
  const now = () => real + skew;
  const sleep = async (milliseconds: number) => {
    real += milliseconds;
  };
  const jobs = queueOf({ ...parts, now, sleep });
  return {
    jobs,
    async deliver(id: string, count: Count) {
      // The time that is left is counted by one clock, so its skew does not matter.
      const { context } = messageContext({ job_id: id }, timeout);
      const worker = createWorker(jobs.parts, { count });
      return runJob(id, context, worker).then(
        () => undefined,
        (error: unknown) => error,
      );
    },
  };
}

// A job that a worker holds, and whose handler ends when told.
async function heldJob(skew = 0) {
  const { jobs, deliver } = machine(skew);
  const { id } = await jobs.enqueue('count', 1);
  let finish: (output: string) => void = () => {};
  const done = deliver(
    id,
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  await expect.poll(async () => (await jobs.get(id))?.status).toBe('PROCESSING');
  return { id, done, finish: (output: string) => finish(output) };
}

describe('leases', () => {
  it.each([
    [0, 0],
    [29, 0],
    [0, -29],
    [3600, 3571],
  ])(
    'a clock %d s ahead takes no job from one %d s ahead before its deadline',
    async (ahead, holder) => {
      const { id, done, finish } = await heldJob(holder * second);
      real = start + timeout;
      const other = machine(ahead * second);
      expect(await other.deliver(id, () => 'twice')).toMatchObject({ code: 'ERR_JOB_DEFERRED' });
      finish('once');
      expect(await done).toBeUndefined();
      expect(await other.jobs.get(id)).toMatchObject({ output: 'once', attempt: 1 });
    },
  );

  it.each([
    [31, 0],
    [0, -31],
    [24 * 3600, 0],
  ])(
    'a clock %d s ahead may take one from one %d s ahead: it runs twice, and still ends once',
    async (ahead, holder) => {
      const { id, done, finish } = await heldJob(holder * second);
      real = start + timeout;
      const other = machine(ahead * second);
      expect(await other.deliver(id, () => 'the holder of the last lease')).toBeUndefined();
      finish('the worker that lost it');
      expect(await done).toMatchObject({ code: 'ERR_LEASE_LOST' });
      const job = { output: 'the holder of the last lease', attempt: 2 };
      expect(await other.jobs.get(id)).toMatchObject(job);
    },
  );

  it('a clock behind takes over later by as much, and not never', async () => {
    const { id } = await heldJob();
    const other = machine(-10 * minute);
    real = start + timeout + 30 * second;
    const error = await other.deliver(id, () => 'too early');
    expect(error).toMatchObject({ code: 'ERR_JOB_DEFERRED' });
    const { seconds } = error as { seconds: number };
    expect(seconds).toBeGreaterThanOrEqual(10 * 60);
    expect(seconds).toBeLessThanOrEqual(10 * 60 + 6);
    real += seconds * second;
    expect(await other.deliver(id, () => 'taken over')).toBeUndefined();
    expect(await other.jobs.get(id)).toMatchObject({ output: 'taken over', attempt: 2 });
  });
});

describe('delays', () => {
  it('of a producer whose clock is ahead begin later by as much', async () => {
    const { id } = await machine(5 * minute).jobs.enqueue('count', 1, { delaySeconds: 60 });
    const { deliver, jobs } = machine(0);
    real += 60 * second;
    expect(await deliver(id, () => 'early')).toMatchObject({ code: 'ERR_JOB_DEFERRED' });
    real += 5 * minute;
    expect(await deliver(id, () => 'due')).toBeUndefined();
    expect(await jobs.get(id)).toMatchObject({ output: 'due', attempt: 1 });
  });
});

describe('the sweep', () => {
  it.each([0, 59])('%d s ahead lets a job be that was stored a moment ago', async (ahead) => {
    await machine(0).jobs.enqueue('count', 1);
    parts.sender.state = async () => ({ messages: 0, retention: 14 * 24 * 60 * minute });
    const { sent } = await machine(ahead * second).jobs.sweep();
    expect(sent).toEqual([]);
  });

  it('an hour ahead sends messages that nobody needs, and no more', async () => {
    const { jobs, deliver } = machine(0);
    const { id } = await jobs.enqueue('count', 1);
    const { sent, abandoned } = await machine(60 * minute).jobs.sweep();
    expect([sent, abandoned]).toEqual([[id], []]);
    expect(await deliver(id, () => 'once')).toBeUndefined();
    expect(await deliver(id, () => 'twice')).toBeUndefined();
    expect(await jobs.get(id)).toMatchObject({ output: 'once', attempt: 1 });
  });
});
