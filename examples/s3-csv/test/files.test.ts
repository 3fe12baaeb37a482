import { readFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { passengersOf } from 'example-titanic/passengers';
import { deliver } from 'lwa-bridge/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../src/handler.js';
import { listOf, useUploads } from './support/use-uploads.js';

const { titanic, put, notify, upload, output, outputKeys } = useUploads();

const listWith = (id: number) => listOf([`${id},,3,"A",male,,0,0,T ${id},,,`]);

const variables = {
  APP_NAMESPACE: 'titanic',
  APP_ENV: 'test',
  OUTPUT_BUCKET: 'output',
  CSV_TABLE: 'titanic-test-csv',
};
afterEach(() => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});

describe('a file', () => {
  it('of the event in the README is read', async () => {
    await titanic.platform.clients.s3.send(
      new PutObjectCommand({
        Bucket: 'titanic-local-uploads',
        Key: 'passengers/titanic.csv',
        Body: listWith(9050),
      }),
    );
    const event = await readFile(new URL('../events/uploaded.event.json', import.meta.url), 'utf8');
    expect((await deliver(handler, JSON.parse(event))).returned).toEqual([]);
    expect(await passengersOf('T 9050')).toHaveLength(1);
  });

  it('of another kind is refused row by row', async () => {
    const { deleted } = await upload('passengers/other.csv', 'a,b\n1,2\n');
    expect(deleted).toEqual(['message-1']);
    expect(await output('rejects/passengers/other.csv.rejects.csv')).toMatch(
      /^row_number,offset,reason,message,a,b\n1,4,schema,"?passenger_id: /,
    );
  });

  it('that is no CSV file of ours fails for good', async () => {
    const { returned, error } = await upload('passengers/no.csv', 'a,,b\n1,2,3\n');
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch('column 2 has no name');
  });

  it('that is told of twice is worked on once', async () => {
    const object = await put('passengers/once.csv', listWith(9060));
    const together = await notify([object, object]);
    const later = await notify([object]);
    expect([...together.returned, ...later.returned]).toEqual([]);
    const stored = [...together.logged('rows stored'), ...later.logged('rows stored')];
    expect(stored).toHaveLength(1);
    expect(await passengersOf('T 9060')).toHaveLength(1);
  });

  it('that is worked on twice has its effects once', async () => {
    // Without checkpoints nothing else keeps a batch from coming again.
    vi.stubEnv('CSV_TABLE', '');
    const object = await put('passengers/twice.csv', listWith(9070));
    const exported = () => outputKeys('batches/uploads/passengers/twice.csv#');
    expect((await notify([object])).logged('rows stored')).toHaveLength(1);
    const once = await exported();
    expect((await notify([object])).logged('rows stored')).toHaveLength(1);
    expect(once).toHaveLength(1);
    expect(await exported()).toEqual(once);
    expect(await passengersOf('T 9070')).toHaveLength(1);
  });

  it('that was replaced meanwhile is left to the notification of the newer one', async () => {
    const older = await put('passengers/replaced.csv', listWith(9080));
    const newer = await put('passengers/replaced.csv', listWith(9081));
    const { deleted, logged } = await notify([older]);
    expect(deleted).toEqual(['message-1']);
    expect(logged('list superseded: what it had stored stays')).toEqual([
      expect.objectContaining({ key: 'passengers/replaced.csv', reason: 'replaced' }),
    ]);
    expect(await passengersOf('T 9080')).toEqual([]);
    expect((await notify([newer])).deleted).toEqual(['message-1']);
    expect(await passengersOf('T 9081')).toHaveLength(1);
  });

  it.each(['lists/a.csv', 'passengers/a.txt'])('named %s is left alone', async (key) => {
    const { deleted, logged } = await upload(key, 'a,b\n1,2\n');
    expect(deleted).toEqual(['message-1']);
    expect(logged('file done')).toEqual([]);
  });

  it('that was deleted meanwhile needs no work', async () => {
    const { deleted, logged } = await notify([{ bucket: 'uploads', key: 'passengers/gone.csv' }]);
    expect(deleted).toEqual(['message-1']);
    expect(logged('list superseded: what it had stored stays')).toEqual([
      expect.objectContaining({ reason: 'deleted' }),
    ]);
  });

  it('in a bucket that is not there fails', async () => {
    const { returned, error } = await notify([{ bucket: 'nowhere', key: 'passengers/list.csv' }]);
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch('nowhere');
  });

  it('that fails takes no other one of its batch with it', async () => {
    const bad = await put('passengers/bad.csv', 'a,,b\n1,2,3\n');
    const good = await put('passengers/good.csv', listWith(9030));
    const { deleted, returned } = await notify([bad, good]);
    expect({ deleted, returned }).toEqual({ deleted: ['message-2'], returned: ['message-1'] });
    expect(await passengersOf('T 9030')).toHaveLength(1);
  });
});

describe('a missing variable', () => {
  it.each(['APP_NAMESPACE', 'APP_ENV', 'OUTPUT_BUCKET'])('%s is named', async (name) => {
    vi.stubEnv(name, '');
    const { returned, error } = await upload('passengers/variable.csv', listWith(9040));
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch(`environment variable ${name} is not set`);
  });
});
