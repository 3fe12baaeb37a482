import { describe, expect, it, vi } from 'vitest';
import { createJobQueue } from '../../src/jobs/index.js';
import { definitions, minute, sweepWorld } from './support/sweep-world.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const world = sweepWorld();
const { sentIds, lost, busy, sweep } = world;

describe('a job of another queue, with other types, in the same table', () => {
  it('is left alone', async () => {
    const id = await lost();
    const item = await world.services.dynamodb.readItem(id);
    await world.services.dynamodb.writeItem({ ...item, job_type: { S: 'other' } });
    world.now += 60 * minute;
    expect(await sweep()).toMatchObject({ sent: [], abandoned: [], finished: true });
    expect(await world.store.get(id)).toMatchObject({ status: 'PENDING', sweeps: 0 });
  });
});

describe('many lost jobs', () => {
  it('are swept in bounded runs, each going on where the last one ended', async () => {
    const ids = await Promise.all(Array.from({ length: 25 }, () => lost()));
    world.now += 5 * minute;
    const first = await sweep({ limit: 12 });
    expect(first).toMatchObject({ finished: false });
    expect(first.sent).toHaveLength(12);
    await world.services.sqs.empty();
    const second = await sweep({ limit: 20 });
    expect(second).toMatchObject({ finished: true });
    expect([...first.sent, ...second.sent].toSorted()).toEqual(ids.toSorted());
  });

  it('are sent once by two sweeps at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => lost()));
    world.now += 5 * minute;
    const reports = await Promise.all([sweep({ quietTime: 1 }), sweep({ quietTime: 1 })]);
    expect(reports.flatMap(({ sent }) => sent).toSorted()).toEqual(ids.toSorted());
  });

  it('are not all at one time afterwards: the cursors of lists stay short', async () => {
    await Promise.all(Array.from({ length: 25 }, () => lost()));
    world.now += 5 * minute;
    expect((await sweep()).sent).toHaveLength(25);
    const { cursor = '' } = await world.jobs.list({ status: 'PENDING', limit: 24 });
    expect(cursor.length).toBeGreaterThan(0);
    expect(cursor.length).toBeLessThan(1000);
  });

  it('are left to the next run when the time is up', async () => {
    await lost();
    world.now += 5 * minute;
    const report = await sweep({ signal: AbortSignal.abort() });
    expect(report).toMatchObject({ sent: [], finished: false });
    expect(await sentIds()).toEqual([]);
  });
});

describe('what cannot be done', () => {
  it('is told of each job, and is for the next run', async () => {
    const id = await lost();
    world.now += 5 * minute;
    world.services.sqsProxy.break('SendMessageBatch', 'drop', 'drop');
    expect(await sweep()).toMatchObject({
      sent: [],
      failures: [{ jobId: id, error: { code: 'ERR_ENQUEUE' } }],
    });
    world.services.dynamodbProxy.break('UpdateItem', 'throttle', 'throttle');
    world.now += 5 * minute;
    expect(await sweep()).toMatchObject({
      sent: [],
      failures: [{ jobId: id, error: { code: 'ERR_JOB_STORE' } }],
    });
    world.now += 5 * minute;
    expect(await sweep()).toMatchObject({ sent: [id], failures: [] });
  });

  it.each([
    [
      'table',
      'ERR_JOB_STORE',
      () => world.services.dynamodbProxy.break('Query', ...Array(32).fill('drop')),
    ],
    [
      'queue',
      'ERR_JOB_QUEUE',
      () => world.services.sqsProxy.break('GetQueueAttributes', 'drop', 'drop'),
    ],
  ])('is an error where the %s does not answer', async (_what, code, breakIt) => {
    await busy();
    breakIt();
    await expect(sweep()).rejects.toMatchObject({ code });
  });

  it('is an error where nothing names the queue', async () => {
    const { queueUrl: _, ...options } = world.services.options;
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
