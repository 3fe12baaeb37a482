import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { LwaBridgeError, NonRetriableError, RetryAfterError } from '../../src/errors.js';
import {
  createJobQueue,
  type JobHandlers,
  type JobQueue,
  type JobStore,
} from '../../src/jobs/index.js';
import type { JobItem } from '../../src/jobs/store/job-item.js';
import { memoryStoreOf } from '../../src/jobs/store/memory-store.js';
import { runJob } from '../../src/jobs/worker/run-job.js';
import { createWorker, type WorkerOptions } from '../../src/jobs/worker/worker.js';
import { begin, completed, end } from './support/as-worker.js';
import { messageContext } from './support/event-context.js';

const definitions = {
  analyse: {
    input: z.object({ ticket: z.string(), depth: z.number().default(1) }),
    output: z.object({ text: z.string() }),
  },
};
type Definitions = typeof definitions;

const id = 'job-1';
let items: Map<string, JobItem>;
let store: JobStore;
let jobs: JobQueue<Definitions>;

beforeEach(() => {
  items = new Map();
  store = memoryStoreOf(items);
  jobs = createJobQueue(definitions, { store });
});

interface Run extends WorkerOptions {
  analyse?: JobHandlers<Definitions>['analyse'];
  timeLeft?: number;
  receiveCount?: number;
}

// One delivery of the job's message: what it threw, if anything, and what was logged.
async function deliver({
  analyse = () => ({ text: 'done' }),
  timeLeft,
  receiveCount,
  ...options
}: Run = {}) {
  const { context, lines } = messageContext({ job_id: id }, timeLeft, receiveCount);
  const worker = createWorker(jobs.parts, { analyse }, options);
  const error = await runJob(id, context, worker).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, lines };
}
async function pending(input = '{"ticket":"1"}', notBefore?: number) {
  await store.put({ id, type: 'analyse', input, notBefore, now: Date.now() });
}
const throwing = (error: unknown) => () => {
  throw error;
};
const change = (attributes: JobItem) => items.set(id, { ...items.get(id), ...attributes });
const text = (value: string) => ({ S: value });
const number = (value: number) => ({ N: String(value) });

describe('a job that is due', () => {
  it('is run and completed', async () => {
    await pending();
    const analyse = vi.fn((input: { ticket: string; depth: number }) => ({
      text: `${input.ticket}/${input.depth}`,
      more: 'than the schema gives',
    }));
    expect((await deliver({ analyse })).error).toBeUndefined();
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', attempt: 1 });
    // Input and output are as their schemas give them.
    expect(items.get(id)?.result).toEqual(text('{"text":"1/1"}'));
    expect(analyse).toHaveBeenCalledOnce();
  });

  it('tells its handler which attempt this is, and names the job on each line', async () => {
    await pending();
    const analyse: Run['analyse'] = (_input, { job, log, message }) => {
      log.info({ queue: message.queue.name }, 'working');
      expect(job).toEqual({
        id,
        type: 'analyse',
        attempt: 1,
        maxAttempts: 3,
        createdAt: expect.any(Date),
        progress: expect.any(Function),
      });
      return { text: 'done' };
    };
    const { lines, error } = await deliver({ analyse });
    expect(error).toBeUndefined();
    expect(lines).toContainEqual({
      level: 'info',
      message: 'working',
      queue: 'queue',
      requestId: expect.any(String),
      jobId: id,
      jobType: 'analyse',
      attempt: 1,
    });
  });

  it('may be of another program, with just job_id, status and input_data', async () => {
    items.set(id, {
      job_id: text(id),
      status: text('PENDING'),
      input_data: text('{"ticket":"7"}'),
    });
    await deliver();
    expect(await jobs.get(id)).toMatchObject({ status: 'COMPLETED', type: 'analyse' });
  });

  it('is kept for retentionDays after it ended', async () => {
    jobs = createJobQueue(definitions, { store, retentionDays: 2 });
    await pending();
    await deliver();
    const days = (Number(items.get(id)?.expires_at?.N) - Date.now() / 1000) / 86_400;
    expect(days).toBeCloseTo(2, 3);
  });

  it('has a lease to the deadline plus 30 s', async () => {
    await pending();
    let leaseUntil = 0;
    const analyse = async () => {
      leaseUntil = Number(items.get(id)?.lease_until?.N);
      return { text: 'done' };
    };
    const deadline = Date.now() + 60_000;
    await deliver({ analyse, timeLeft: 60_000 });
    expect(Math.abs(leaseUntil - deadline - 30_000)).toBeLessThan(500);
  });

  it.each([
    [undefined, 930_000],
    [5000, 5000],
  ])('has a fixed lease without a deadline: leaseTime %s', async (leaseTime, expected) => {
    await pending();
    let left = 0;
    const analyse = async () => {
      left = Number(items.get(id)?.lease_until?.N) - Date.now();
      return { text: 'done' };
    };
    await deliver({ analyse, ...(leaseTime !== undefined && { leaseTime }) });
    expect(Math.abs(left - expected)).toBeLessThan(500);
  });
});

describe('a message that is not worked on', () => {
  const analyse = vi.fn(() => ({ text: 'again' }));
  beforeEach(() => analyse.mockClear());

  it.each([completed, { status: 'FAILED', error: 'no' } as const])(
    'a duplicate of a job that is $status: acknowledged',
    async (outcome) => {
      await pending();
      await end(store, id, outcome);
      const before = items.get(id);
      expect((await deliver({ analyse })).error).toBeUndefined();
      expect(analyse).not.toHaveBeenCalled();
      expect(items.get(id)).toEqual(before);
    },
  );

  it('a duplicate of a job that another worker holds: put off for what is left of its lease', async () => {
    await pending();
    await begin(store, id);
    const { error } = await deliver({ analyse });
    expect(error).toMatchObject({ name: 'RetryAfterError', code: 'ERR_JOB_DEFERRED' });
    const { seconds } = error as RetryAfterError;
    expect(seconds).toBeGreaterThanOrEqual(59);
    expect(seconds).toBeLessThanOrEqual(65);
    expect(analyse).not.toHaveBeenCalled();
    expect(await jobs.get(id)).toMatchObject({ status: 'PROCESSING', attempt: 1 });
  });

  it('a job that another program holds without a lease: put off for 15 minutes', async () => {
    items.set(id, { job_id: text(id), status: text('PROCESSING') });
    const { error } = await deliver({ analyse });
    expect(error).toMatchObject({ code: 'ERR_JOB_DEFERRED' });
    expect(Math.abs((error as RetryAfterError).seconds - 902)).toBeLessThan(4);
  });

  it('a job that is not due: put off until it is', async () => {
    await pending('{"ticket":"1"}', Date.now() + 100_000);
    const { error } = await deliver({ analyse });
    expect(error).toMatchObject({ code: 'ERR_JOB_DEFERRED' });
    expect(Math.abs((error as RetryAfterError).seconds - 103)).toBeLessThan(4);
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', attempt: 0 });
  });

  it('a job whose lease is longer than SQS can hide a message: put off for less', async () => {
    await pending('{"ticket":"1"}', Date.now() + 1e9);
    const { error } = await deliver({ analyse });
    expect((error as RetryAfterError).seconds).toBe(11 * 3600);
  });

  it('less time left than minTime: not claimed, put off', async () => {
    await pending();
    const { error } = await deliver({ analyse, minTime: 5000, timeLeft: 4000 });
    expect(error).toMatchObject({
      code: 'ERR_JOB_DEFERRED',
      message: expect.stringContaining('minTime: 5000'),
    });
    expect((error as RetryAfterError).seconds).toBeLessThanOrEqual(5);
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', attempt: 0 });
  });

  it.each([
    [1, 15, 30],
    [3, 60, 120],
    [12, 450, 900],
  ])(
    'a type that this worker does not know, receive %d: put off, no attempt used',
    async (receiveCount, least, most) => {
      await store.put({ id, type: 'new', input: '1', notBefore: undefined, now: Date.now() });
      const before = items.get(id);
      const { error } = await deliver({ analyse, maxAttempts: 1, receiveCount });
      expect(error).toMatchObject({
        code: 'ERR_JOB_TYPE',
        message: expect.stringContaining('job job-1 is of the type new, which is none of analyse'),
      });
      const { seconds } = error as RetryAfterError;
      expect(seconds).toBeGreaterThanOrEqual(least);
      expect(seconds).toBeLessThanOrEqual(most);
      expect(items.get(id)).toEqual(before);
    },
  );

  it('no job with this id: ERR_JOB_NOT_FOUND, with the table', async () => {
    expect((await deliver({ analyse })).error).toMatchObject({
      code: 'ERR_JOB_NOT_FOUND',
      message: `there is no job ${id} in table memory`,
    });
  });
});

describe('an attempt that fails', () => {
  it('is followed by another one, after its back-off', async () => {
    await pending();
    const cause = new Error('the model is busy');
    const { error } = await deliver({ analyse: throwing(cause), retryDelay: () => 12.5 });
    expect(error).toMatchObject({
      name: 'RetryAfterError',
      seconds: 12.5,
      message: `attempt 1 of 3 of job ${id} failed, the next one follows in 13 s: the model is busy`,
      cause,
    });
    const job = await jobs.get(id);
    expect(job).toMatchObject({ status: 'PENDING', attempt: 1, lastError: 'the model is busy' });
    const delay = Number(job?.status === 'PENDING' && job.notBefore) - Date.now();
    expect(Math.abs(delay - 12_500)).toBeLessThan(200);
  });

  it('says itself when the next one is due: RetryAfterError', async () => {
    await pending();
    const error = new RetryAfterError('busy', { seconds: 77 });
    expect((await deliver({ analyse: throwing(error) })).error).toMatchObject({ seconds: 77 });
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING', lastError: 'busy' });
  });

  it.each([
    [1, 10],
    [2, 20],
    [4, 80],
    [12, 900],
  ])('backs off by full jitter: attempt %d at most %d s', async (attempt, most) => {
    await pending();
    change({ attempt: number(attempt - 1) });
    vi.spyOn(Math, 'random').mockReturnValueOnce(0.000_001);
    const { error } = await deliver({ analyse: throwing(new Error('no')), maxAttempts: 20 });
    expect((error as RetryAfterError).seconds).toBeCloseTo(most, 2);
  });

  it.each([
    [-5, 0],
    [1e9, 43_200],
  ])('backs off as SQS can: a retryDelay of %d is %d s', async (given, seconds) => {
    await pending();
    const { error } = await deliver({
      analyse: throwing(new Error('no')),
      retryDelay: () => given,
    });
    expect(error).toMatchObject({ seconds });
  });

  it.each<[string, () => unknown]>([
    ['NaN', () => Number.NaN],
    ['nothing', () => undefined],
    // Without anybody to catch it, that would end the process.
    ['a promise that rejects', () => Promise.reject(new Error('no delay'))],
  ])(
    'backs off as by default where retryDelay gives %s, and logs it',
    async (_what, retryDelay) => {
      await pending();
      vi.spyOn(Math, 'random').mockReturnValueOnce(0.5);
      const worker = { analyse: throwing(new Error('no')), retryDelay: retryDelay as () => number };
      const { error, lines } = await deliver(worker);
      expect(error).toMatchObject({ seconds: 5 });
      const message = expect.stringMatching(/^retryDelay gave no number/);
      expect(lines).toContainEqual(expect.objectContaining({ level: 'error', message }));
    },
  );

  it('is the last one: FAILED, onFailed called, acknowledged', async () => {
    await pending();
    const retryDelay = () => 0;
    const onFailed = vi.fn();
    const attempts: number[] = [];
    const analyse: Run['analyse'] = (_input, { job }) => {
      attempts.push(job.attempt);
      throw new Error(`no ${job.attempt}`);
    };
    expect((await deliver({ analyse, retryDelay, onFailed })).error).toBeDefined();
    expect((await deliver({ analyse, retryDelay, onFailed })).error).toBeDefined();
    expect(onFailed).not.toHaveBeenCalled();
    const { error, lines } = await deliver({ analyse, retryDelay, onFailed });
    expect(error).toBeUndefined();
    expect(attempts).toEqual([1, 2, 3]);
    const job = await jobs.get(id);
    expect(job).toMatchObject({ status: 'FAILED', error: 'no 3', attempt: 3 });
    expect(onFailed).toHaveBeenCalledExactlyOnceWith(
      job,
      expect.objectContaining({
        error: new Error('no 3'),
        job: expect.objectContaining({ id, attempt: 3 }),
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'job failed for good', jobId: id }),
    );
  });

  it('is the last one whatever maxAttempts says: NonRetriableError', async () => {
    await pending();
    const analyse = throwing(new NonRetriableError('no such ticket'));
    expect((await deliver({ analyse })).error).toBeUndefined();
    const job = { status: 'FAILED', error: 'no such ticket', attempt: 1 };
    expect(await jobs.get(id)).toMatchObject(job);
  });

  it('is the last one also where it says when the next one is due: RetryAfterError', async () => {
    await pending();
    change({ attempt: number(2) });
    const error = new RetryAfterError('busy', { seconds: 77 });
    expect((await deliver({ analyse: throwing(error) })).error).toBeUndefined();
    expect(await jobs.get(id)).toMatchObject({ status: 'FAILED', error: 'busy', attempt: 3 });
  });

  it('waits for onFailed', async () => {
    await pending();
    let told = false;
    await deliver({
      analyse: throwing(new NonRetriableError('no')),
      onFailed: async () => {
        await sleep(20);
        told = true;
      },
    });
    expect(told).toBe(true);
  });

  it('is acknowledged even where onFailed throws', async () => {
    await pending();
    const failure = new Error('the pager is down');
    const { error, lines } = await deliver({
      analyse: throwing(new NonRetriableError('no')),
      onFailed: throwing(failure),
    });
    expect(error).toBeUndefined();
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'onFailed failed', err: failure }),
    );
  });

  it('is logged where its row could not be written', async () => {
    await pending();
    store.release = async () => {
      throw new LwaBridgeError('ERR_JOB_STORE', 'down');
    };
    const cause = new Error('the model is busy');
    const { error, lines } = await deliver({ analyse: throwing(cause) });
    expect(error).toMatchObject({ code: 'ERR_JOB_STORE' });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', err: cause }));
  });
});

describe('a worker that lost its job', () => {
  async function overtaken(analyse: () => { text: string }) {
    await pending();
    return deliver({
      analyse: async () => {
        change({ lease_until: number(Date.now() - 1) });
        await begin(store, id, 'other');
        return analyse();
      },
    });
  }

  it('cannot complete it: ERR_LEASE_LOST', async () => {
    const { error } = await overtaken(() => ({ text: 'late' }));
    expect(error).toMatchObject({ code: 'ERR_LEASE_LOST' });
    expect(items.get(id)).toMatchObject({
      status: text('PROCESSING'),
      lease_token: text('other'),
    });
    expect(items.get(id)).not.toHaveProperty('result');
  });

  it('cannot release it: ERR_LEASE_LOST', async () => {
    const { error } = await overtaken(throwing(new Error('late')) as never);
    expect(error).toMatchObject({ code: 'ERR_LEASE_LOST' });
    expect(items.get(id)).toMatchObject({
      status: text('PROCESSING'),
      lease_token: text('other'),
    });
  });
});

describe('a job without attempts', () => {
  it('whose workers all crashed becomes FAILED: ERR_JOB_CRASHED', async () => {
    await pending();
    await begin(store, id);
    change({ attempt: number(3), lease_until: number(Date.now() - 1) });
    const onFailed = vi.fn();
    const analyse = vi.fn();
    expect((await deliver({ analyse, onFailed })).error).toBeUndefined();
    expect(analyse).not.toHaveBeenCalled();
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      attempt: 3,
      error: expect.stringMatching(/^ERR_JOB_CRASHED: .*attempt 3 of 3/),
    });
    expect(onFailed).toHaveBeenCalledOnce();
    expect(onFailed.mock.calls[0]?.[1]).toMatchObject({ error: { code: 'ERR_JOB_CRASHED' } });
  });

  it('that waits (maxAttempts was lowered) becomes FAILED, with its last error', async () => {
    await pending();
    change({ attempt: number(3), error: text('the model is busy') });
    expect((await deliver()).error).toBeUndefined();
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/^ERR_JOB_ABANDONED: .*the model is busy$/),
    });
  });

  it('that was taken meanwhile is left alone, and comes back', async () => {
    await pending();
    change({ attempt: number(3) });
    const giveUp = store.giveUp;
    store.giveUp = async (surrender) => {
      change({ lease_token: text('somebody') });
      return giveUp(surrender);
    };
    expect((await deliver()).error).toMatchObject({ code: 'ERR_JOB_DEFERRED' });
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING' });
  });
});

describe('input and output', () => {
  it.each([
    ['{"ticket":1}', /^ERR_VALIDATION: the input of job job-1 is not valid: ticket: /],
    ['not JSON', /^ERR_VALIDATION: the input of job job-1 is not JSON: /],
  ])('an input that no attempt can help is FAILED at once: %s', async (input, message) => {
    await pending(input);
    expect((await deliver()).error).toBeUndefined();
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: expect.stringMatching(message),
    });
  });

  it('an output that its schema refuses is tried again', async () => {
    await pending();
    const analyse = () => ({ text: 1 }) as unknown as { text: string };
    const { error } = await deliver({ analyse });
    expect(error).toMatchObject({ name: 'RetryAfterError', cause: { code: 'ERR_VALIDATION' } });
  });

  it('an output that the row cannot hold is FAILED at once: ERR_JOB_TOO_LARGE', async () => {
    await pending();
    const analyse = () => ({ text: 'x'.repeat(400 * 1024) });
    expect((await deliver({ analyse })).error).toBeUndefined();
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/^ERR_JOB_TOO_LARGE: the output of job job-1/),
    });
  });

  it.each([
    [undefined, 'null'],
    [0, '0'],
    [{ at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ])('without a schema any JSON is stored: %o', async (output, stored) => {
    const free = createJobQueue({ free: { input: z.number() } }, { store });
    await store.put({ id, type: 'free', input: '1', notBefore: undefined, now: Date.now() });
    const { context } = messageContext({ job_id: id });
    await runJob(id, context, createWorker(free.parts, { free: () => output }));
    expect(items.get(id)?.result).toEqual(text(stored));
  });

  it('what is no JSON is FAILED at once', async () => {
    const free = createJobQueue({ free: { input: z.number() } }, { store });
    await store.put({ id, type: 'free', input: '1', notBefore: undefined, now: Date.now() });
    const { context } = messageContext({ job_id: id });
    await runJob(id, context, createWorker(free.parts, { free: () => 1n }));
    expect(items.get(id)?.error?.S).toMatch(/^ERR_VALIDATION: the output of job job-1 is not JSON/);
  });
});
