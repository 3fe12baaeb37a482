import { readFile } from 'node:fs/promises';
import { passengersOf, saveAnalysis } from 'example-titanic/passengers';
import { beforeAll, describe, expect, it } from 'vitest';
import { useUploads } from './support/use-uploads.js';

const { titanic, upload, output, outputKeys } = useUploads();

describe('the passenger list of the Titanic', { timeout: 120_000 }, () => {
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

  it('is exported: a file for each batch, named after it, a typed passenger on each line', async () => {
    const exported = await outputKeys('batches/uploads/passengers/The Titanic, 1912+.csv#');
    expect(exported.map((key) => key.split('/').slice(-2).join('/'))).toEqual([
      '500/0.jsonl',
      '500/1.jsonl',
      '500/2.jsonl',
    ]);
    const lines = (await Promise.all(exported.map(output))).join('').trimEnd().split('\n');
    expect(lines).toHaveLength(1309);
    const [first, last] = [lines[0], lines[1308]].map((line) => JSON.parse(line ?? ''));
    expect(first).toMatchObject({ passenger_id: 1, age: 22, survived: false, cabin: null });
    expect(last).toMatchObject({ passenger_id: 1309 });
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
