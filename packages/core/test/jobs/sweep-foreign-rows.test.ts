import { describe, expect, it, vi } from 'vitest';
import type { JobItem } from '../../src/jobs/store/job-item.js';
import { minute, sweepWorld } from './support/sweep-world.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const world = sweepWorld();
const { sentIds, lost, claim, sweep } = world;

describe('rows that another program wrote', () => {
  const change = async (id: string, attributes: JobItem) =>
    world.services.dynamodb.writeItem({
      ...(await world.services.dynamodb.readItem(id)),
      ...attributes,
    });

  it('that have ended leave the index, or get their right place in it', async () => {
    const [done, failed] = [await lost(), await lost()];
    await change(done, { status: { S: 'COMPLETED' } });
    await change(failed, { status: { S: 'FAILED' } });
    world.now += 20 * minute;
    expect(await sweep()).toMatchObject({ sent: [], abandoned: [] });
    expect(await world.services.dynamodb.readItem(done)).not.toHaveProperty('status_shard');
    expect(await world.services.dynamodb.readItem(failed)).toMatchObject({
      status: { S: 'FAILED' },
      status_shard: { S: expect.stringMatching(/^FAILED#/) },
    });
    expect((await sweep()).queueIsEmpty).toBe(true);
  });

  it('that are held without a lease are sent again, and in the end given up', async () => {
    const id = await lost();
    await change(id, { status: { S: 'PROCESSING' } });
    // Seen with no lease; overdue once it has been so for a while.
    world.now += 20 * minute;
    expect((await sweep()).sent).toEqual([]);
    for (let run = 0; run < 2; run += 1) {
      world.now += 5 * minute;
      expect((await sweep({ maxSends: 2 })).sent).toEqual([id]);
      await sentIds();
    }
    world.now += 5 * minute;
    expect((await sweep({ maxSends: 2 })).abandoned).toEqual([id]);
  });

  it('that are put off are looked at when they are due', async () => {
    const id = await lost();
    await change(id, { not_before: { N: String(world.now + 60 * minute) } });
    world.now += 20 * minute;
    expect((await sweep()).sent).toEqual([]);
    world.now += 42 * minute;
    expect((await sweep()).sent).toEqual([id]);
  });

  it('that change while they are looked at are left alone', async () => {
    const id = await lost();
    world.now += 5 * minute;
    const { mark } = world.store;
    vi.spyOn(world.store, 'mark').mockImplementationOnce(async (seen) => {
      await claim(id, world.now + minute);
      return mark(seen);
    });
    expect(await sweep()).toMatchObject({ sent: [], failures: [] });
    expect(await world.store.get(id)).toMatchObject({ status: 'PROCESSING', sweeps: 0 });
  });
});
