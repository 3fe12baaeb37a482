import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noCheckpoint } from '../../../src/s3-csv/checkpoint/checkpoint.js';
import {
  type CheckpointStore,
  type ClaimOutcome,
  checkpointStore,
} from '../../../src/s3-csv/checkpoint/checkpoint-store.js';
import { sortable } from '../../../src/s3-csv/checkpoint/file-ids.js';
import { type AwsProxy, type Fault, startAwsProxy } from '../../jobs/support/aws-proxy.js';
import { type CsvServices, startCsvServices } from '../support/csv-services.js';

describe('checkpointStore', { timeout: 60_000 }, () => {
  let services: CsvServices;
  let proxy: AwsProxy;
  let client: DynamoDBClient;
  let store: CheckpointStore;
  let count = 0;
  let id = '';

  beforeAll(async () => {
    services = await startCsvServices();
    proxy = await startAwsProxy(services.databaseUrl);
    client = new DynamoDBClient({
      ...{ endpoint: proxy.url, region: 'us-east-1', maxAttempts: 2 },
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    store = checkpointStore({ table: services.table, client, retentionDays: 30 });
  }, 60_000);
  beforeEach(() => {
    count += 1;
    id = `file/store/${count}`;
  });
  afterAll(async () => {
    client.destroy();
    await Promise.all([proxy.close(), services.close()]);
  });

  const claim = (token: string, hop = 0, leaseMs = 60_000): Promise<ClaimOutcome> =>
    store.claim({ id, token, hop, batchSize: 5, leaseUntil: Date.now() + leaseMs });
  const mine = () => ({ id, token: 'mine' });
  const at = (rows: number) => ({ ...noCheckpoint, totals: { ...noCheckpoint.totals, rows } });

  it('gives a new file to one of many', async () => {
    const tokens = Array.from({ length: 20 }, (_, index) => `worker-${index}`);
    const outcomes = await Promise.all(tokens.map((token) => claim(token)));
    expect(outcomes.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'held')).toHaveLength(19);
  });

  it('gives a file whose lease is over to the next, as it was left', async () => {
    await claim('dead', 0, -1);
    expect(await claim('mine')).toMatchObject({ outcome: 'claimed', item: { batchSize: 5 } });
    await store.save(mine(), at(7), Date.now() - 1);
    expect(await claim('next')).toMatchObject({
      outcome: 'claimed',
      item: { checkpoint: { totals: { rows: 7 } } },
    });
  });

  it('refuses every step of a worker that lost its lease', async () => {
    await claim('mine', 0, -1);
    await claim('other');
    const lost = { code: 'ERR_LEASE_LOST' };
    await expect(store.save(mine(), at(1), Date.now() + 1)).rejects.toMatchObject(lost);
    await expect(store.advance(mine(), 1)).rejects.toMatchObject(lost);
    await expect(store.release(mine(), at(1))).rejects.toMatchObject(lost);
    await expect(store.split(mine(), 2, at(1))).rejects.toMatchObject(lost);
    await expect(store.end(mine(), { status: 'COMPLETED' }, at(1))).rejects.toMatchObject(lost);
    expect(await store.read(id)).toMatchObject({ status: 'READING', hop: 0 });
  });

  it('refuses a step after the release: nobody holds it', async () => {
    await claim('mine');
    await store.release(mine(), at(1));
    await expect(store.save(mine(), at(2), Date.now() + 1)).rejects.toMatchObject({
      code: 'ERR_LEASE_LOST',
    });
    expect(await claim('next')).toMatchObject({ outcome: 'claimed' });
  });

  it('takes a message of the present hop or a later one, not of an earlier one', async () => {
    await claim('mine');
    await store.advance(mine(), 3);
    expect(await claim('late', 2)).toMatchObject({ outcome: 'older', item: { hop: 3 } });
    expect(await claim('next', 3)).toMatchObject({ outcome: 'claimed' });
    // Its sender ended before it could say that it had sent it.
    await store.release({ id, token: 'next' }, at(1));
    expect(await claim('sent', 4)).toMatchObject({ outcome: 'claimed', item: { hop: 4 } });
  });

  it.each(['COMPLETED', 'REJECTED', 'SUPERSEDED'] as const)(
    'gives nobody a file that is %s, and lets only that expire',
    async (status) => {
      await claim('mine');
      const item = async () =>
        (await services.items()).find(({ file_id: found }) => found?.S === id);
      expect(await item()).not.toHaveProperty('expires_at');
      await store.end(mine(), { status }, at(1));
      expect(await claim('next')).toMatchObject({ outcome: 'ended', item: { status } });
      const days = Number((await item())?.expires_at?.N) / 86_400 - Date.now() / 86_400_000;
      expect(days).toBeCloseTo(30, 1);
    },
  );

  it('lets one worker finish what was cut into parts, when each is done', async () => {
    await claim('mine');
    await store.split(mine(), 2, at(0));
    expect((await store.partDone(id, 1, at(2)))?.partsDone.size).toBe(1);
    expect((await store.partDone(id, 1, at(2)))?.partsDone.size).toBe(1);
    const whole = await store.partDone(id, 0, at(1));
    expect([...(whole?.partsDone.keys() ?? [])]).toEqual([0, 1]);
    const lease = { id, leaseUntil: Date.now() + 60_000 };
    expect(await store.claimFinish({ ...lease, token: 'first' })).toMatchObject({
      outcome: 'claimed',
    });
    expect(await store.claimFinish({ ...lease, token: 'second' })).toEqual({
      outcome: 'held',
      until: lease.leaseUntil,
    });
    expect(await store.endWhole(id, { status: 'REJECTED' })).toBe(true);
    expect(await store.endWhole(id, { status: 'SUPERSEDED' })).toBe(false);
    expect(await store.claimFinish({ ...lease, token: 'third' })).toMatchObject({
      outcome: 'ended',
    });
    expect(await store.partDone(id, 2, at(3))).toBeUndefined();
  });

  it('keeps a part that is there already', async () => {
    await store.addPart(id, at(1), 5);
    await store.addPart(id, at(2), 9);
    expect(await store.read(id)).toMatchObject({
      status: 'READING',
      batchSize: 5,
      checkpoint: { totals: { rows: 1 } },
    });
  });

  it('remembers the newest upload, by its sequencer', async () => {
    const key = `newest/${count}`;
    expect(await store.newest(key)).toBeUndefined();
    for (const sequencer of ['0A2', '0A', '0A10', '0a3', '0A29']) {
      await store.setNewest(key, sortable(sequencer));
    }
    expect(await store.newest(key)).toBe(sortable('0A3'));
  });

  it.each<[Fault]>([['lose-answer'], ['error-after'], ['throttle'], ['drop']])(
    'knows its own write again when the answer is lost or it is tried twice: %s',
    async (fault) => {
      const operation = () => proxy.break('UpdateItem', fault);
      operation();
      expect(await claim('mine')).toMatchObject({ outcome: 'claimed', item: { hop: 0 } });
      operation();
      await store.save(mine(), at(1), Date.now() + 60_000);
      operation();
      await store.advance(mine(), 1);
      await claim('mine', 1);
      operation();
      await store.end(mine(), { status: 'COMPLETED' }, at(2));
      expect(await store.read(id)).toMatchObject({ status: 'COMPLETED', hop: 1 });
    },
  );

  it('says so where it is not known whether a write was applied', async () => {
    await claim('mine');
    proxy.break('UpdateItem', 'drop', 'drop');
    await expect(store.save(mine(), at(1), Date.now() + 60_000)).rejects.toMatchObject({
      code: 'ERR_CSV_STORE',
      message: expect.stringMatching(
        /^could not write the checkpoint file\/store\/\d+ in table csv-/,
      ),
    });
    proxy.break('GetItem', 'drop', 'drop');
    await expect(store.read(id)).rejects.toMatchObject({ code: 'ERR_CSV_STORE' });
  });
});
