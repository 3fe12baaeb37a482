import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import type { OnInvalidRow } from '../../src/s3-csv/csv-batch.js';
import type { CsvRow } from '../../src/s3-csv/csv-columns.js';
import { csvRecords } from '../../src/s3-csv/csv-records.js';
import { type CsvRowOptions, csvRows } from '../../src/s3-csv/csv-rows.js';
import type { InvalidRow } from '../../src/s3-csv/invalid-row.js';
import { chunksOf, collect } from './bytes.js';

function batches<Row = CsvRow>(
  text: string,
  options: CsvRowOptions<Row> = {},
  onInvalidRow?: OnInvalidRow,
) {
  return collect(csvRows(csvRecords(chunksOf(text, [7]), {}, 1_000), options, onInvalidRow));
}

async function rows<Row = CsvRow>(text: string, options: CsvRowOptions<Row> = {}) {
  return (await batches(text, options)).flatMap((batch) => batch.rows);
}

const Passenger = z.object({ name: z.string().min(1), age: z.coerce.number() });

describe('csvRows', () => {
  it('takes the names of the columns from the header row', async () => {
    expect(await rows('name,age\nAda,36\n')).toEqual([{ name: 'Ada', age: '36' }]);
  });

  it('takes given names for a file without a header row', async () => {
    const columns = ['name', 'age'];
    expect(await rows('Ada,36\n', { columns })).toEqual([{ name: 'Ada', age: '36' }]);
  });

  it.each([
    ['a name twice', 'id,name,id\n', 'columns 1 and 3 are both called "id"'],
    ['an empty name', 'id,,name\n', 'column 2 has no name'],
    ['a name of spaces', 'id, \n', 'column 2 has no name'],
    ['a name that no property can have', 'id,__proto__\n', 'column 2 is called __proto__'],
    ['wrong quotes', 'id,"na"me"\n1,2\n', 'a quote inside a quoted field is not escaped'],
  ])('refuses a header with %s', async (_, text, message) => {
    await expect(batches(text)).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'ERR_CSV_HEADER',
      message: expect.stringContaining(`bad CSV header: ${message}`),
    });
  });

  it.each([[['a', 'a']], [['a', '']], [[]]])('refuses given names %j', async (columns) => {
    await expect(batches('1,2\n', { columns })).rejects.toMatchObject({ code: 'ERR_CSV_HEADER' });
  });

  it.each(['', '\uFEFF', '\n', 'name,age', 'name,age\n', '\uFEFFname,age\r\n', 'name,age\n\n\n'])(
    'gives no batch for a file without rows: %j',
    async (text) => {
      expect(await batches(text)).toEqual([]);
    },
  );

  it('keeps names that every object has', async () => {
    expect(await rows('constructor,toString\n1,2\n')).toEqual([
      { constructor: '1', toString: '2' },
    ]);
  });

  it('skips blank lines, before the header too', async () => {
    const found = await batches('\n\nname,age\n\nAda,36\n\r\n\nBob,41\n\n');
    expect(found).toMatchObject([
      { rows: [{ name: 'Ada' }, { name: 'Bob' }], rowNumbers: [1, 2], records: 2 },
    ]);
  });

  it('takes blank lines for rows where there is one column', async () => {
    expect(await rows('name\nAda\n\nBob\n')).toEqual([
      { name: 'Ada' },
      { name: '' },
      { name: 'Bob' },
    ]);
  });

  it('says where each row is', async () => {
    const text = '\uFEFFname,age\r\n"A\r\nda",36\r\nJürgen,41\r\n';
    const [batch] = await batches(text);
    const bytes = Buffer.from(text);
    expect(batch?.rowNumbers).toEqual([1, 2]);
    expect(batch?.offsets.map((at) => String(bytes.subarray(at, at + 3)))).toEqual(['"A\r', 'Jü']);
    expect(batch?.endOffset).toBe(bytes.length);
  });

  it('makes batch k of the records [kN, (k+1)N), the invalid ones counted', async () => {
    const lines = fc.array(fc.constantFrom('good,1', 'bad', '"wrong"quotes', ''), {
      maxLength: 30,
    });
    const property = fc.asyncProperty(
      lines,
      fc.integer({ min: 1, max: 7 }),
      async (all, batchSize) => {
        const invalid: InvalidRow[] = [];
        const text = ['kind,count', ...all, ''].join('\n');
        const found = await batches(text, { batchSize }, (row) => invalid.push(row));
        const records = all.filter((line) => line !== '');

        expect(found.map(({ index }) => index)).toEqual([...found.keys()]);
        for (const batch of found) {
          const own = records.slice(batch.index * batchSize, (batch.index + 1) * batchSize);
          expect(batch.records).toBe(own.length);
          expect(batch.rows).toHaveLength(own.filter((line) => line === 'good,1').length);
          expect(batch.invalidRows).toBe(own.length - batch.rows.length);
        }
        const good = found.flatMap(({ rowNumbers }) => rowNumbers);
        const numbers = [...good, ...invalid.map(({ rowNumber }) => rowNumber)];
        expect(numbers.sort((a, b) => a - b)).toEqual(records.map((_, index) => index + 1));
      },
    );
    await fc.assert(property);
  });

  it('gives what the schema gives, with its type', async () => {
    const typed = await rows('name,age\nAda,36\n', { schema: Passenger });
    expectTypeOf(typed).toEqualTypeOf<{ name: string; age: number }[]>();
    expectTypeOf(await rows('')).toEqualTypeOf<Record<string, string>[]>();
    expect(typed).toEqual([{ name: 'Ada', age: 36 }]);
  });

  it('waits for an asynchronous schema, in the order of the rows', async () => {
    const schema = z.object({ ms: z.coerce.number() }).transform(async ({ ms }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return ms;
    });
    expect(await rows('ms\n9\n1\n5\n', { schema })).toEqual([9, 1, 5]);
  });

  it('fails the file at an invalid row that nobody takes, with row number and issues', async () => {
    const text = 'name,age\nAda,36\n,x\n';
    await expect(batches(text, { schema: Passenger })).rejects.toMatchObject({
      name: 'CsvRowError',
      code: 'ERR_CSV_ROW',
      message: expect.stringMatching(/^row 2 at byte 16: name: .*; age: /),
      row: { rowNumber: 2, offset: 16, reason: 'schema' },
      cause: [expect.objectContaining({ path: 'name' }), expect.objectContaining({ path: 'age' })],
    });
  });

  it('gives invalid rows to onInvalidRow with row number, offset and reason', async () => {
    const invalid: InvalidRow[] = [];
    const text = 'name,age\nAda,36\nBob\nCy,1,2\nDi,"4"1\n,x\nEve,5\n';
    const [batch] = await batches(text, { schema: Passenger }, async (row) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      invalid.push(row);
    });
    expect(batch?.rows).toEqual([
      { name: 'Ada', age: 36 },
      { name: 'Eve', age: 5 },
    ]);
    expect(batch).toMatchObject({ rowNumbers: [1, 6], records: 6, invalidRows: 4 });
    expect(invalid).toEqual([
      {
        rowNumber: 2,
        offset: 16,
        reason: 'columns',
        message: 'expected 2 fields, got 1',
        issues: [],
        fields: ['Bob'],
      },
      {
        rowNumber: 3,
        offset: 20,
        reason: 'columns',
        message: 'expected 2 fields, got 3',
        issues: [],
        fields: ['Cy', '1', '2'],
      },
      {
        rowNumber: 4,
        offset: 27,
        reason: 'quotes',
        message: 'a quote inside a quoted field is not escaped',
        issues: [],
        fields: [],
        text: 'Di,"4"1',
      },
      {
        rowNumber: 5,
        offset: 35,
        reason: 'schema',
        message: expect.stringContaining('name: '),
        issues: [
          { path: 'name', message: expect.any(String) },
          { path: 'age', message: expect.any(String) },
        ],
        fields: ['', 'x'],
      },
    ]);
  });

  it('fails the file when onInvalidRow throws', async () => {
    const failure = new Error('too many');
    const reading = batches('a,b\n1\n', {}, () => Promise.reject(failure));
    await expect(reading).rejects.toBe(failure);
  });
});
