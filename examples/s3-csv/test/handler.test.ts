import { readFile } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { passengersOf, saveAnalysis } from 'example-titanic/passengers';
import { useTitanic } from 'example-titanic/testing/use-titanic';
import type { Logger } from 'lwa-bridge';
import { type Delivery, deliver, s3ThroughSqsEvent } from 'lwa-bridge/testing';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler } from '../src/handler.js';

const titanic = useTitanic({ buckets: { uploads: {}, 'titanic-local-uploads': {} } });
const columns =
  'passenger_id,survived,pclass,name,sex,age,siblings_spouses,parents_children,ticket,fare,cabin,embarked';

describe('the passenger list of the Titanic', () => {
  let list: Buffer;
  beforeAll(async () => {
    list = await readFile(new URL('../data/titanic.csv', import.meta.url));
  });

  it('is stored as a whole', async () => {
    const { deleted, logged } = await upload('lists/The Titanic, 1912+.csv', list);
    expect(deleted).toEqual(['message-1']);
    expect(logged('rows stored')).toEqual([
      expect.objectContaining({ stored: 500, withoutTicket: 0 }),
      expect.objectContaining({ stored: 500, withoutTicket: 0 }),
      expect.objectContaining({ stored: 309, withoutTicket: 0 }),
    ]);
    expect(logged('file done')).toEqual([
      expect.objectContaining({ key: 'lists/The Titanic, 1912+.csv', rows: 1309, invalidRows: 0 }),
    ]);

    expect(await titanic.countPassengers()).toBe(1309);
    expect(await passengersOf('A/5 21171')).toEqual([
      {
        ticket: 'A/5 21171',
        passenger_id: 1,
        name: 'Braund, Mr. Owen Harris',
        sex: 'male',
        age: 22,
        pclass: 3,
        survived: false,
        siblings_spouses: 1,
        parents_children: 0,
        fare: 7.25,
        cabin: null,
        embarked: 'S',
      },
    ]);
    expect(await passengersOf('CA. 2343')).toHaveLength(11);
  });

  it('can come again without adding a row or taking an analysis away', async () => {
    const analysis = { summary: 'Alone.', passengers: [{ passenger_id: 1, remark: 'Young.' }] };
    await saveAnalysis('A/5 21171', analysis, 'job-1');
    const { deleted } = await upload('again.csv', list);
    expect(deleted).toEqual(['message-1']);
    expect(await titanic.countPassengers()).toBe(1309);
    expect(await passengersOf('A/5 21171')).toEqual([
      expect.objectContaining({
        passenger_id: 1,
        analysis: { job_id: 'job-1', summary: 'Alone.', remark: 'Young.' },
      }),
    ]);
  });
});

describe('a row', () => {
  it('without a ticket is counted and skipped', async () => {
    const { deleted, logged } = await uploadRows('no-ticket.csv', [
      '9001,,3,"One, Mr. A",male,,0,0,,,,',
      '9002,,3,"Two, Mr. B",male,,0,0,  ,,,',
      '9003,,3,"Three, Mr. C",male,,0,0,T 9003,,,',
    ]);
    expect(deleted).toEqual(['message-1']);
    expect(logged('rows stored')).toEqual([
      expect.objectContaining({ stored: 1, withoutTicket: 2 }),
    ]);
    expect(await passengersOf('T 9003')).toHaveLength(1);
  });

  it('that comes twice is stored as it came last', async () => {
    await uploadRows('twice.csv', [
      '9010,,3,"First, Mr. A",male,1,0,0,T 9010,,,',
      '9010,,2,"Last, Mrs. B",female,,0,0,T 9010,,,',
    ]);
    expect(await passengersOf('T 9010')).toEqual([
      expect.objectContaining({ name: 'Last, Mrs. B', pclass: 2, sex: 'female', age: null }),
    ]);
  });

  it.each([
    ['an age that is none', '9020,,3,"A",male,old,0,0,T 9020,,,', 'age'],
    ['an infinite fare', '9020,,3,"A",male,,0,0,T 9020,Infinity,,', 'fare'],
    ['half a sibling', '9020,,3,"A",male,,0.5,0,T 9020,,,', 'siblings_spouses'],
    ['an empty number', '9020,,3,"A",male,,,0,T 9020,,,', 'siblings_spouses: a number is missing'],
    ['a fourth class', '9020,,4,"A",male,,0,0,T 9020,,,', 'pclass'],
    ['no name', '9020,,3,,male,,0,0,T 9020,,,', 'name: the name is missing'],
    ['an unknown port', '9020,,3,"A",male,,0,0,T 9020,,,X', 'embarked'],
    ['too few columns', '9020,,3', '12'],
  ])('with %s fails the file, and says where', async (_what, row, reason) => {
    const good = '9021,,3,"B",male,,0,0,T 9020,,,';
    const { returned, error } = await uploadRows('invalid.csv', [good, row]);
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch('row 2 at byte ');
    expect(String(error)).toMatch(reason);
    expect(await passengersOf('T 9020')).toEqual([]);
  });
});

describe('a file', () => {
  it('of the event in the README is read', async () => {
    await titanic.platform.clients.s3.send(
      new PutObjectCommand({
        Bucket: 'titanic-local-uploads',
        Key: 'passengers/titanic.csv',
        Body: `${columns}\n9050,,3,"A",male,,0,0,T 9050,,,\n`,
      }),
    );
    const event = await readFile(new URL('../events/uploaded.event.json', import.meta.url), 'utf8');
    expect((await deliver(handler, JSON.parse(event))).returned).toEqual([]);
    expect(await passengersOf('T 9050')).toHaveLength(1);
  });

  it('of another kind fails', async () => {
    const { returned, error } = await upload('other.csv', 'a,b\n1,2\n');
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch('passenger_id');
  });

  it('that was deleted meanwhile needs no work', async () => {
    const event = s3ThroughSqsEvent([{ bucket: 'uploads', key: 'nowhere.csv' }]);
    const { deleted } = await deliver(handler, event);
    expect(deleted).toEqual(['message-1']);
  });

  it('in a bucket that is not there fails', async () => {
    const event = s3ThroughSqsEvent([{ bucket: 'nowhere', key: 'list.csv' }]);
    const { returned, error } = await deliver(handler, event);
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch('nowhere');
  });

  it('that fails takes no other one of its batch with it', async () => {
    const bad = await put('bad.csv', 'a,b\n1,2\n');
    const good = await put('good.csv', `${columns}\n9030,,3,"A",male,,0,0,T 9030,,,\n`);
    const { deleted, returned } = await deliver(handler, s3ThroughSqsEvent([bad, good]));
    expect({ deleted, returned }).toEqual({ deleted: ['message-2'], returned: ['message-1'] });
    expect(await passengersOf('T 9030')).toHaveLength(1);
  });
});

describe('a missing variable', () => {
  afterEach(() => void vi.stubEnv('APP_NAMESPACE', 'titanic').stubEnv('APP_ENV', 'test'));

  it.each(['APP_NAMESPACE', 'APP_ENV'])('%s is named', async (name) => {
    vi.stubEnv(name, '');
    const row = '9040,,3,"A",male,,0,0,T 9040,,,';
    const { returned, error } = await uploadRows('variable.csv', [row]);
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch(`environment variable ${name} is not set`);
  });
});

interface Upload extends Delivery {
  /** The fields of the lines that were logged with this message. */
  logged(message: string): object[];
}

async function upload(key: string, body: string | Buffer): Promise<Upload> {
  const lines: { fields: object; message: string }[] = [];
  const write = (fields: object, message: string) => void lines.push({ fields, message });
  const log: Logger = { debug: write, info: write, warn: write, error: write };
  const delivery = await deliver(handler, s3ThroughSqsEvent([await put(key, body)]), { log });
  const logged = (message: string) =>
    lines.flatMap((line) => (line.message === message ? [line.fields] : []));
  return { ...delivery, logged };
}

function uploadRows(key: string, rows: readonly string[]): Promise<Upload> {
  return upload(key, `${[columns, ...rows].join('\n')}\n`);
}

async function put(key: string, body: string | Buffer) {
  const command = new PutObjectCommand({ Bucket: 'uploads', Key: key, Body: body });
  const { ETag = '' } = await titanic.platform.clients.s3.send(command);
  return { bucket: 'uploads', key, eTag: ETag.replaceAll('"', '') };
}
