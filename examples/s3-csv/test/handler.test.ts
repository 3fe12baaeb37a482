import { readFile } from 'node:fs/promises';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { passengersOf, saveAnalysis } from 'example-titanic/passengers';
import { useTitanic } from 'example-titanic/testing/use-titanic';
import type { Logger } from 'lwa-bridge';
import { type Delivery, deliver, s3ThroughSqsEvent } from 'lwa-bridge/testing';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { handler } from '../src/handler.js';

const titanic = useTitanic({ buckets: { uploads: {}, output: {}, 'titanic-local-uploads': {} } });
beforeAll(() => void vi.stubEnv('REJECTS_BUCKET', 'output'));
const columns =
  'passenger_id,survived,pclass,name,sex,age,siblings_spouses,parents_children,ticket,fare,cabin,embarked';

describe('the passenger list of the Titanic', { timeout: 30_000 }, () => {
  let list: Buffer;
  beforeAll(async () => {
    list = await readFile(new URL('../data/titanic.csv', import.meta.url));
  });

  it('is stored as a whole', async () => {
    const { deleted, logged } = await upload('passengers/The Titanic, 1912+.csv', list);
    expect(deleted).toEqual(['message-1']);
    expect(logged('rows stored')).toEqual([
      expect.objectContaining({ stored: 500, withoutTicket: 0 }),
      expect.objectContaining({ stored: 500, withoutTicket: 0 }),
      expect.objectContaining({ stored: 309, withoutTicket: 0 }),
    ]);
    expect(logged('file done')).toEqual([
      expect.objectContaining({
        key: 'passengers/The Titanic, 1912+.csv',
        rows: 1309,
        invalidRows: 0,
      }),
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
    const { deleted } = await upload('passengers/again.csv', list);
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
    const { deleted, logged } = await uploadRows('passengers/no-ticket.csv', [
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
    await uploadRows('passengers/twice.csv', [
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
  ])('with %s is written to a file of its own, with the reason', async (what, row, reason) => {
    const good = '9021,,3,"B",male,,0,0,T 9021,,,';
    const key = `passengers/${what}.csv`;
    const { deleted, logged } = await uploadRows(key, [good, row]);
    expect(deleted).toEqual(['message-1']);
    expect(logged('file done')).toEqual([expect.objectContaining({ rows: 1, invalidRows: 1 })]);
    const rejects = await download('output', `rejects/${key}.rejects.csv`);
    const [header, line] = rejects.split('\n');
    expect(header).toBe(`row_number,offset,reason,message,${columns}`);
    expect(line).toMatch(/^2,/);
    expect(line).toMatch(reason);
    expect(await passengersOf('T 9020')).toEqual([]);
    expect(await passengersOf('T 9021')).toHaveLength(1);
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

  it('of another kind is refused row by row', async () => {
    const { deleted } = await upload('passengers/other.csv', 'a,b\n1,2\n');
    expect(deleted).toEqual(['message-1']);
    expect(await download('output', 'rejects/passengers/other.csv.rejects.csv')).toMatch(
      /^row_number,offset,reason,message,a,b\n1,4,schema,"?passenger_id: /,
    );
  });

  it('that is no CSV file of ours fails for good', async () => {
    const { returned, error } = await upload('passengers/no.csv', 'a,,b\n1,2,3\n');
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch('column 2 has no name');
  });

  it('that comes twice is worked on once', async () => {
    const object = await put(
      'passengers/once.csv',
      `${columns}\n9060,,3,"A",male,,0,0,T 9060,,,\n`,
    );
    const event = s3ThroughSqsEvent([object, object]);
    expect((await deliver(handler, event)).returned).toEqual([]);
    expect(await passengersOf('T 9060')).toHaveLength(1);
  });

  it('elsewhere in the bucket is left alone', async () => {
    const { deleted, logged } = await upload('lists/a.csv', 'a,b\n1,2\n');
    expect(deleted).toEqual(['message-1']);
    expect(logged('file done')).toEqual([]);
  });

  it('that was deleted meanwhile needs no work', async () => {
    const event = s3ThroughSqsEvent([{ bucket: 'uploads', key: 'passengers/nowhere.csv' }]);
    const { deleted } = await deliver(handler, event);
    expect(deleted).toEqual(['message-1']);
  });

  it('in a bucket that is not there fails', async () => {
    const event = s3ThroughSqsEvent([{ bucket: 'nowhere', key: 'passengers/list.csv' }]);
    const { returned, error } = await deliver(handler, event);
    expect(returned).toEqual(['message-1']);
    expect(String(error)).toMatch('nowhere');
  });

  it('that fails takes no other one of its batch with it', async () => {
    const bad = await put('passengers/bad.csv', 'a,,b\n1,2,3\n');
    const good = await put('passengers/good.csv', `${columns}\n9030,,3,"A",male,,0,0,T 9030,,,\n`);
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
    const { returned, error } = await uploadRows('passengers/variable.csv', [row]);
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

let uploads = 0;

async function put(key: string, body: string | Buffer) {
  const command = new PutObjectCommand({ Bucket: 'uploads', Key: key, Body: body });
  const { ETag = '' } = await titanic.platform.clients.s3.send(command);
  uploads += 1;
  const sequencer = uploads.toString(16).padStart(16, '0');
  return { bucket: 'uploads', key, eTag: ETag.replaceAll('"', ''), sequencer };
}

async function download(bucket: string, key: string): Promise<string> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key });
  const { Body } = await titanic.platform.clients.s3.send(command);
  return (await Body?.transformToString()) ?? '';
}
