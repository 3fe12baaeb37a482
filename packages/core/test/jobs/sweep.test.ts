import { describe, expect, it, vi } from 'vitest';
import type { JobRow } from '../../src/jobs/index.js';
import { minute, sweepWorld } from './support/sweep-world.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const world = sweepWorld();
const { sentIds, lost, busy, claim, sweep } = world;

describe('an empty queue', () => {
  it('is looked at twice, a minute apart, before a lost job is sent again', async () => {
    const id = await lost();
    world.now += 2 * minute;
    world.services.sqsProxy.operations.length = 0;
    expect(await sweep()).toEqual({
      sent: [id],
      abandoned: [],
      failures: [],
      queueIsEmpty: true,
      finished: true,
    });
    expect(world.slept).toEqual([minute]);
    const looks = ['GetQueueAttributes', 'GetQueueAttributes', 'SendMessageBatch'];
    expect(world.services.sqsProxy.operations).toEqual(looks);
    expect(await sentIds()).toEqual([id]);
  });

  it('needs no second look where no job should have a message', async () => {
    await lost();
    expect(await sweep()).toMatchObject({ sent: [], queueIsEmpty: true });
    expect(world.slept).toEqual([]);
  });

  it('is none where a message comes in between', async () => {
    await lost();
    world.now += 2 * minute;
    Object.assign(world.jobs.parts, { sleep: busy });
    expect(await sweep()).toMatchObject({ sent: [], queueIsEmpty: false });
  });

  it('lets a job be whose message may be on its way, or is not due', async () => {
    await lost();
    const delayed = await lost(10 * 60);
    const old = await lost();
    await world.store.mark({
      seen: (await world.store.get(old)) as JobRow,
      at: world.now - 5 * minute,
      sweeps: 0,
    });
    world.now += 30_000;
    expect((await sweep()).sent).toEqual([old]);
    await world.services.sqs.empty();
    world.now += 12 * minute;
    expect((await sweep()).sent).toContain(delayed);
  });
});

describe.each(['visible', 'in flight', 'delayed'])('a queue with a message that is %s', (what) => {
  it('says nothing about the others: a job is looked at after 15 minutes', async () => {
    const id = await lost();
    if (what === 'delayed') await busy();
    else await world.jobs.parts.sender.send([{ key: '0', jobId: 'other', delaySeconds: 0 }]);
    if (what === 'in flight') await world.services.sqs.receive();
    world.now += 15 * minute;
    expect(await sweep()).toMatchObject({ sent: [], queueIsEmpty: false });
    world.now += 1;
    expect(await sweep()).toMatchObject({ sent: [id], queueIsEmpty: false });
    expect(world.slept).toEqual([]);
  });
});

describe('a job that was lost', () => {
  it('while a worker held it, is sent again when its lease is long over', async () => {
    const [crashed, alive] = [await lost(), await lost()];
    await claim(crashed, world.now + minute);
    await claim(alive, world.now + 60 * minute);
    world.now += 10 * minute;
    expect((await sweep()).sent).toEqual([crashed]);
    // The lease is not touched: it is the next worker's claim that takes the job over.
    expect(await world.store.get(crashed)).toMatchObject({
      status: 'PROCESSING',
      token: `token of ${crashed}`,
      sweeps: 1,
    });
    const taken = await world.store.claim({
      ...{
        id: crashed,
        token: 'next',
        leaseUntil: world.now + minute,
        maxAttempts: 3,
        now: world.now,
      },
    });
    expect(taken).toMatchObject({ outcome: 'claimed', row: { attempt: 2, sweeps: 0 } });
  });

  it('is given up after 5 messages: FAILED, ERR_JOB_ABANDONED', async () => {
    const id = await lost();
    for (let run = 0; run < 5; run += 1) {
      world.now += 5 * minute;
      expect((await sweep()).sent).toEqual([id]);
      await sentIds();
    }
    world.now += 5 * minute;
    expect(await sweep()).toMatchObject({ sent: [], abandoned: [id] });
    expect(await sentIds()).toEqual([]);
    expect(await world.jobs.get(id)).toMatchObject({
      status: 'FAILED',
      error: `ERR_JOB_ABANDONED: job ${id} was sent again 5 times, and no worker took it`,
      expiresAt: expect.any(Date),
    });
    world.now += 5 * minute;
    expect(await sweep()).toMatchObject({ sent: [], abandoned: [] });
    expect(await world.jobs.retry(id)).toMatchObject({ status: 'PENDING' });
  });

  it('is not given up while its last message may still wait in the queue', async () => {
    const id = await lost();
    await busy();
    const options = { maxSends: 2, age: 15 * minute };
    const run = async () => {
      world.now += 16 * minute;
      return sweep(options);
    };
    expect((await run()).sent).toEqual([id]);
    expect((await run()).sent).toEqual([id]);
    for (let look = 0; look < 5; look += 1) {
      expect(await run()).toMatchObject({ sent: [], abandoned: [] });
    }
    expect(await world.jobs.get(id)).toMatchObject({ status: 'PENDING' });
    // Four days is how long the queue keeps a message: after as many looks it is gone.
    const looks = (4 * 24 * 60) / 15;
    const seen = (await world.store.get(id)) as JobRow;
    const change = { seen, at: world.now, sweeps: 2 + looks };
    expect(await world.store.mark(change)).toBe(true);
    expect(await run()).toMatchObject({ abandoned: [id] });
  });

  it('begins anew once a worker has had it', async () => {
    const id = await lost();
    world.now += 5 * minute;
    await sweep();
    expect(await world.store.get(id)).toMatchObject({ sweeps: 1 });
    await claim(id, world.now + minute);
    await world.store.release({
      id,
      token: `token of ${id}`,
      error: 'x',
      notBefore: world.now,
      now: world.now,
    });
    expect(await world.store.get(id)).toMatchObject({ sweeps: 0 });
  });
});
