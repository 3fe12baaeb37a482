import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  createJobQueue,
  type JobQueue,
  type JobRow,
  type JobStore,
  type SweepOptions,
} from '../../src/jobs/index.js';
import type { JobItem } from '../../src/jobs/store/job-item.js';
import { type JobServices, startJobServices } from './support/job-services.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const definitions = { analyse: { input: z.object({ ticket: z.string() }) } };
const minute = 60_000;

let services: JobServices;
let jobs: JobQueue<typeof definitions>;
let store: JobStore;
let now: number;
let slept: number[];

beforeAll(async () => {
  services = await startJobServices();
});
beforeEach(async () => {
  const queue = createJobQueue(definitions, services.options);
  store = queue.parts.store;
  // A clock that the test sets, and waiting that takes no time.
  now = Date.now();
  slept = [];
  Object.assign(queue.parts, {
    now: () => now,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  });
  jobs = queue;
  await services.sqs.empty();
  // What earlier tests left would be found, too.
  for (const status of ['PENDING', 'PROCESSING'] as const) {
    const { rows } = await store.list({ status, order: 'oldest-first', limit: 100 });
    for (const { id } of rows) await services.dynamodb.deleteItem(id);
  }
});
afterAll(() => services.close());

// The jobs whose messages are visible; they are then gone.
async function sentIds(): Promise<string[]> {
  const ids: string[] = [];
  while (services.sqs.counts().ready > 0) {
    const { Records } = await services.sqs.receive();
    ids.push(...Records.map(({ body }) => JSON.parse(body).job_id));
    await services.sqs.remove(Records.map(({ messageId }) => messageId));
  }
  return ids;
}

// A job whose message is lost.
async function lost(delaySeconds = 0): Promise<string> {
  const { id } = await jobs.enqueue('analyse', { ticket: '1' });
  await sentIds();
  if (delaySeconds > 0) {
    await store.cancel({ id, token: 'c', error: 'x', expiresAt: 9e9, now });
    await store.retry({ id, token: 'r', now });
    await store.claim({ id, token: 't', leaseUntil: now, maxAttempts: 3, now });
    await store.release({ id, token: 't', error: 'x', notBefore: now + delaySeconds * 1000, now });
  }
  return id;
}
// A message that keeps the queue from being empty.
async function busy() {
  await jobs.parts.sender.send([{ key: '0', jobId: 'other', delaySeconds: 900 }]);
}
const claim = (id: string, leaseUntil: number) =>
  store.claim({ id, token: `token of ${id}`, leaseUntil, maxAttempts: 3, now });
const sweep = (options?: SweepOptions) => jobs.sweep(options);

describe('an empty queue', () => {
  it('is looked at twice, a minute apart, before a lost job is sent again', async () => {
    const id = await lost();
    now += 2 * minute;
    services.sqsProxy.operations.length = 0;
    expect(await sweep()).toEqual({
      sent: [id],
      abandoned: [],
      failures: [],
      queueIsEmpty: true,
      finished: true,
    });
    expect(slept).toEqual([minute]);
    const looks = ['GetQueueAttributes', 'GetQueueAttributes', 'SendMessageBatch'];
    expect(services.sqsProxy.operations).toEqual(looks);
    expect(await sentIds()).toEqual([id]);
  });

  it('needs no second look where no job should have a message', async () => {
    await lost();
    expect(await sweep()).toMatchObject({ sent: [], queueIsEmpty: true });
    expect(slept).toEqual([]);
  });

  it('is none where a message comes in between', async () => {
    await lost();
    now += 2 * minute;
    Object.assign(jobs.parts, { sleep: busy });
    expect(await sweep()).toMatchObject({ sent: [], queueIsEmpty: false });
  });

  it('lets a job be whose message may be on its way, or is not due', async () => {
    await lost();
    const delayed = await lost(10 * 60);
    const old = await lost();
    await store.mark({ seen: (await store.get(old)) as JobRow, at: now - 5 * minute, sweeps: 0 });
    now += 30_000;
    expect((await sweep()).sent).toEqual([old]);
    await services.sqs.empty();
    now += 12 * minute;
    expect((await sweep()).sent).toContain(delayed);
  });
});

describe.each(['visible', 'in flight', 'delayed'])('a queue with a message that is %s', (what) => {
  it('says nothing about the others: a job is looked at after 15 minutes', async () => {
    const id = await lost();
    if (what === 'delayed') await busy();
    else await jobs.parts.sender.send([{ key: '0', jobId: 'other', delaySeconds: 0 }]);
    if (what === 'in flight') await services.sqs.receive();
    now += 15 * minute;
    expect(await sweep()).toMatchObject({ sent: [], queueIsEmpty: false });
    now += 1;
    expect(await sweep()).toMatchObject({ sent: [id], queueIsEmpty: false });
    expect(slept).toEqual([]);
  });
});

describe('a job that was lost', () => {
  it('while a worker held it, is sent again when its lease is long over', async () => {
    const [crashed, alive] = [await lost(), await lost()];
    await claim(crashed, now + minute);
    await claim(alive, now + 60 * minute);
    now += 10 * minute;
    expect((await sweep()).sent).toEqual([crashed]);
    // The lease is not touched: it is the next worker's claim that takes the job over.
    expect(await store.get(crashed)).toMatchObject({
      status: 'PROCESSING',
      token: `token of ${crashed}`,
      sweeps: 1,
    });
    const taken = await store.claim({
      ...{ id: crashed, token: 'next', leaseUntil: now + minute, maxAttempts: 3, now },
    });
    expect(taken).toMatchObject({ outcome: 'claimed', row: { attempt: 2, sweeps: 0 } });
  });

  it('is given up after 5 messages: FAILED, ERR_JOB_ABANDONED', async () => {
    const id = await lost();
    for (let run = 0; run < 5; run += 1) {
      now += 5 * minute;
      expect((await sweep()).sent).toEqual([id]);
      await sentIds();
    }
    now += 5 * minute;
    expect(await sweep()).toMatchObject({ sent: [], abandoned: [id] });
    expect(await sentIds()).toEqual([]);
    expect(await jobs.get(id)).toMatchObject({
      status: 'FAILED',
      error: `ERR_JOB_ABANDONED: job ${id} was sent again 5 times, and no worker took it`,
      expiresAt: expect.any(Date),
    });
    now += 5 * minute;
    expect(await sweep()).toMatchObject({ sent: [], abandoned: [] });
    expect(await jobs.retry(id)).toMatchObject({ status: 'PENDING' });
  });

  it('is not given up while its last message may still wait in the queue', async () => {
    const id = await lost();
    await busy();
    const options = { maxSends: 2, age: 15 * minute };
    const run = async () => {
      now += 16 * minute;
      return sweep(options);
    };
    expect((await run()).sent).toEqual([id]);
    expect((await run()).sent).toEqual([id]);
    for (let look = 0; look < 5; look += 1) {
      expect(await run()).toMatchObject({ sent: [], abandoned: [] });
    }
    expect(await jobs.get(id)).toMatchObject({ status: 'PENDING' });
    // Four days is how long the queue keeps a message: after as many looks it is gone.
    const looks = (4 * 24 * 60) / 15;
    const seen = (await store.get(id)) as JobRow;
    const change = { seen, at: now, sweeps: 2 + looks };
    expect(await store.mark(change)).toBe(true);
    expect(await run()).toMatchObject({ abandoned: [id] });
  });

  it('begins anew once a worker has had it', async () => {
    const id = await lost();
    now += 5 * minute;
    await sweep();
    expect(await store.get(id)).toMatchObject({ sweeps: 1 });
    await claim(id, now + minute);
    await store.release({ id, token: `token of ${id}`, error: 'x', notBefore: now, now });
    expect(await store.get(id)).toMatchObject({ sweeps: 0 });
  });
});

describe('a job of another queue, with other types, in the same table', () => {
  it('is left alone', async () => {
    const id = await lost();
    const item = await services.dynamodb.readItem(id);
    await services.dynamodb.writeItem({ ...item, job_type: { S: 'other' } });
    now += 60 * minute;
    expect(await sweep()).toMatchObject({ sent: [], abandoned: [], finished: true });
    expect(await store.get(id)).toMatchObject({ status: 'PENDING', sweeps: 0 });
  });
});

describe('many lost jobs', () => {
  it('are swept in bounded runs, each going on where the last one ended', async () => {
    const ids = await Promise.all(Array.from({ length: 25 }, () => lost()));
    now += 5 * minute;
    const first = await sweep({ limit: 12 });
    expect(first).toMatchObject({ finished: false });
    expect(first.sent).toHaveLength(12);
    await services.sqs.empty();
    const second = await sweep({ limit: 20 });
    expect(second).toMatchObject({ finished: true });
    expect([...first.sent, ...second.sent].toSorted()).toEqual(ids.toSorted());
  });

  it('are sent once by two sweeps at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => lost()));
    now += 5 * minute;
    const reports = await Promise.all([sweep({ quietTime: 1 }), sweep({ quietTime: 1 })]);
    expect(reports.flatMap(({ sent }) => sent).toSorted()).toEqual(ids.toSorted());
  });

  it('are left to the next run when the time is up', async () => {
    await lost();
    now += 5 * minute;
    const report = await sweep({ signal: AbortSignal.abort() });
    expect(report).toMatchObject({ sent: [], finished: false });
    expect(await sentIds()).toEqual([]);
  });
});

describe('what cannot be done', () => {
  it('is told of each job, and is for the next run', async () => {
    const id = await lost();
    now += 5 * minute;
    services.sqsProxy.break('SendMessageBatch', 'drop', 'drop');
    expect(await sweep()).toMatchObject({
      sent: [],
      failures: [{ jobId: id, error: { code: 'ERR_ENQUEUE' } }],
    });
    services.dynamodbProxy.break('UpdateItem', 'throttle', 'throttle');
    now += 5 * minute;
    expect(await sweep()).toMatchObject({
      sent: [],
      failures: [{ jobId: id, error: { code: 'ERR_JOB_STORE' } }],
    });
    now += 5 * minute;
    expect(await sweep()).toMatchObject({ sent: [id], failures: [] });
  });

  it.each([
    [
      'table',
      'ERR_JOB_STORE',
      () => services.dynamodbProxy.break('Query', ...Array(32).fill('drop')),
    ],
    ['queue', 'ERR_JOB_QUEUE', () => services.sqsProxy.break('GetQueueAttributes', 'drop', 'drop')],
  ])('is an error where the %s does not answer', async (_what, code, breakIt) => {
    await busy();
    breakIt();
    await expect(sweep()).rejects.toMatchObject({ code });
  });

  it('is an error where nothing names the queue', async () => {
    const { queueUrl: _, ...options } = services.options;
    vi.stubEnv('JOBS_QUEUE_URL', undefined);
    await expect(createJobQueue(definitions, options).sweep()).rejects.toMatchObject({
      code: 'ERR_MISSING_ENV',
    });
    vi.unstubAllEnvs();
  });

  it.each([{ age: 0 }, { quietTime: -1 }, { maxSends: 0 }, { limit: 0.5 }])(
    'refuses %o',
    async (options) => {
      await expect(sweep(options)).rejects.toMatchObject({ code: 'ERR_SETTINGS' });
    },
  );
});

describe('rows that another program wrote', () => {
  const change = async (id: string, attributes: JobItem) =>
    services.dynamodb.writeItem({ ...(await services.dynamodb.readItem(id)), ...attributes });

  it('that have ended leave the index, or get their right place in it', async () => {
    const [done, failed] = [await lost(), await lost()];
    await change(done, { status: { S: 'COMPLETED' } });
    await change(failed, { status: { S: 'FAILED' } });
    now += 20 * minute;
    expect(await sweep()).toMatchObject({ sent: [], abandoned: [] });
    expect(await services.dynamodb.readItem(done)).not.toHaveProperty('status_shard');
    expect(await services.dynamodb.readItem(failed)).toMatchObject({
      status: { S: 'FAILED' },
      status_shard: { S: expect.stringMatching(/^FAILED#/) },
    });
    expect((await sweep()).queueIsEmpty).toBe(true);
  });

  it('that are held without a lease are sent again, and in the end given up', async () => {
    const id = await lost();
    await change(id, { status: { S: 'PROCESSING' } });
    // Seen with no lease; overdue once it has been so for a while.
    now += 20 * minute;
    expect((await sweep()).sent).toEqual([]);
    for (let run = 0; run < 2; run += 1) {
      now += 5 * minute;
      expect((await sweep({ maxSends: 2 })).sent).toEqual([id]);
      await sentIds();
    }
    now += 5 * minute;
    expect((await sweep({ maxSends: 2 })).abandoned).toEqual([id]);
  });

  it('that are put off are looked at when they are due', async () => {
    const id = await lost();
    await change(id, { not_before: { N: String(now + 60 * minute) } });
    now += 20 * minute;
    expect((await sweep()).sent).toEqual([]);
    now += 42 * minute;
    expect((await sweep()).sent).toEqual([id]);
  });

  it('that change while they are looked at are left alone', async () => {
    const id = await lost();
    now += 5 * minute;
    const { mark } = store;
    vi.spyOn(store, 'mark').mockImplementationOnce(async (seen) => {
      await claim(id, now + minute);
      return mark(seen);
    });
    expect(await sweep()).toMatchObject({ sent: [], failures: [] });
    expect(await store.get(id)).toMatchObject({ status: 'PROCESSING', sweeps: 0 });
  });
});
