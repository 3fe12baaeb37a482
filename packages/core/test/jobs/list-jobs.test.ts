import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { z } from 'zod';
import { createJobQueue, type JobQueue } from '../../src/jobs/index.js';
import { memoryJobQueue } from '../../src/testing/index.js';
import { begin, completed, end, failed } from './support/as-worker.js';
import { type JobServices, startJobServices } from './support/job-services.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const definitions = {
  analyse: { input: z.object({ ticket: z.string() }), output: z.object({ text: z.string() }) },
  tidy: { input: z.number() },
};
const inMemory = createJobQueue(definitions, { listCompleted: true });

let services: JobServices;
beforeAll(async () => {
  services = await startJobServices();
});
afterAll(() => services.close());

describe.each([
  ['in memory', () => memoryJobQueue(inMemory)],
  ['in DynamoDB', () => createJobQueue(definitions, { ...services.options, listCompleted: true })],
] as const)('list, %s', (_where, makeQueue) => {
  let jobs: JobQueue<typeof definitions>;
  let start: Date;
  beforeEach(() => {
    jobs = makeQueue();
    start = new Date();
  });
  const enqueue = async (ticket: string) => (await jobs.enqueue('analyse', { ticket })).id;
  const list = async (status: 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED') =>
    (await jobs.list({ status, from: start })).jobs;

  it('gives the jobs of a state, as `get` gives them', async () => {
    const [waits, runs, done, broken] = [
      await enqueue('1'),
      await enqueue('2'),
      await enqueue('3'),
      await enqueue('4'),
    ];
    const { store } = jobs.parts;
    await begin(store, runs);
    await end(store, done, completed);
    await end(store, broken, failed);
    expect(await list('PENDING')).toEqual([await jobs.get(waits)]);
    expect(await list('PROCESSING')).toEqual([await jobs.get(runs)]);
    expect(await list('COMPLETED')).toEqual([await jobs.get(done)]);
    expect(await list('FAILED')).toEqual([await jobs.get(broken)]);
  });

  it('pages, newest first unless told otherwise', async () => {
    const ids: string[] = [];
    for (const ticket of ['1', '2', '3', '4', '5']) {
      ids.push(await enqueue(ticket));
      await sleep(2);
    }
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await jobs.list({ status: 'PENDING', from: start, limit: 2, cursor });
      found.push(...page.jobs.map(({ id }) => id));
      cursor = page.cursor;
      expect(cursor ?? '').toMatch(/^[\w-]*$/);
    } while (cursor);
    expect(found).toEqual(ids.toReversed());

    const { jobs: oldest } = await jobs.list({
      status: 'PENDING',
      from: start,
      until: new Date(Date.now() + 1000),
      order: 'oldest-first',
      limit: 1,
    });
    expect(oldest.map(({ createdAt }) => createdAt)).toEqual([
      (await jobs.get(ids[0] ?? ''))?.createdAt,
    ]);
  });

  it('leaves out what counts as gone, and the jobs of other queues', async () => {
    await end(jobs.parts.store, await enqueue('1'), failed, 0);
    const now = Date.now();
    const other = { id: `other-${now}`, type: 'other', input: '1', notBefore: undefined, now };
    await jobs.parts.store.put(other);
    expect(await list('FAILED')).toEqual([]);
    expect(await list('PENDING')).toEqual([]);
  });

  it('has the type of the state that it was asked for', async () => {
    const page = await jobs.list({ status: 'FAILED' });
    expectTypeOf(page.jobs[0]).extract<object>().toHaveProperty('error');
    expectTypeOf(page.jobs[0]).extract<object>().not.toHaveProperty('output');
    const ended = await jobs.list({ status: 'COMPLETED' });
    for (const job of ended.jobs) {
      if (job.type === 'analyse') expectTypeOf(job.output).toEqualTypeOf<{ text: string }>();
    }
  });

  it.each([
    [{ status: 'QUEUED' as 'PENDING' }, /status: a state of jobs, got QUEUED/],
    [{ status: 'PENDING', limit: 0 }, /limit: a whole number from 1 to 100/],
    [{ status: 'PENDING', limit: 101 }, /limit/],
    [{ status: 'PENDING', order: 'random' as 'newest-first' }, /order/],
    [{ status: 'PENDING', from: new Date('soon') }, /from: a date/],
    [{ status: 'PENDING', until: new Date('soon') }, /until: a date/],
    [{ status: 'PENDING', cursor: 'nonsense' }, /cursor: it is none that `list` gave/],
    [{ status: 'PENDING', cursor: btoa('["PENDING","newest-first",1,[1]]') }, /cursor/],
    [
      { status: 'PENDING', cursor: btoa('["FAILED","newest-first",1,[]]') },
      /cursor: it is of a list of FAILED, newest-first, and this one is of PENDING, newest-first/,
    ],
  ] as const)('refuses %o', async (options, message) => {
    const error = await jobs.list(options).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'ERR_SETTINGS', message: expect.stringMatching(message) });
  });
});

it.each([
  ['in memory', () => memoryJobQueue({ definitions })],
  ['in DynamoDB', () => createJobQueue(definitions, services.options)],
])(
  'completed jobs are not listed unless told so, and that is an error: %s',
  async (_where, make) => {
    await expect(make().list({ status: 'COMPLETED' })).rejects.toMatchObject({
      code: 'ERR_SETTINGS',
      message: expect.stringContaining('listCompleted'),
    });
  },
);
