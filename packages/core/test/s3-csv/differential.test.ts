import { gzipSync, zstdCompressSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CsvPosition } from '../../src/s3-csv/csv-position.js';
import { type CsvEncoding, csvEncodings } from '../../src/s3-csv/decode/csv-encoding.js';
import { type ReadCsvOptions, readCsvRows } from '../../src/s3-csv/read-csv-rows.js';
import { encode } from './encode.js';
import { startObjectServer } from './object-server.js';

/** A row, or the number of an invalid one. */
type Reading = string[] | number;

const object = { bucket: 'in', key: 'a.csv' };

const packings: Record<string, (bytes: Buffer) => Buffer> = {
  plain: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
  // As `cat a.gz b.gz` and parallel compressors make them.
  'gzip in two': (bytes) => Buffer.concat(halves(bytes).map((half) => gzipSync(half))),
  'zstd in two': (bytes) => Buffer.concat(halves(bytes).map((half) => zstdCompressSync(half))),
};

function halves(bytes: Buffer): Buffer[] {
  return [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
}

const lineBreak = fc.constantFrom('\n', '\r\n', '\r');
const pieces = [
  'a',
  '7',
  ' ',
  ',',
  '"',
  '\n',
  '\r\n',
  '\r',
  'é',
  'ÿ',
  "'",
  ';',
  '€',
  '🚢',
  '\uFEFF',
];
const [latin, all] = [pieces.slice(0, 12), pieces];

/** A well-formed text of any fields, with ragged rows and blank lines. */
function textOf(units: readonly string[]) {
  const cell = fc
    .tuple(fc.array(fc.constantFrom(...units), { maxLength: 5 }), fc.boolean())
    .map(([parts, quoted]) => {
      const text = parts.join('');
      return quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    });
  const three = fc.tuple(cell, cell, cell);
  const ragged = fc.array(cell, { maxLength: 5 });
  const record = fc.oneof({ weight: 6, arbitrary: three }, { weight: 1, arbitrary: ragged });
  return fc
    .tuple(fc.array(fc.tuple(record, lineBreak), { maxLength: 25 }), lineBreak, fc.boolean())
    .map(([records, headerBreak, endsWithBreak]) => {
      const lines = records.map(([cells, end]) => cells.join(',') + end).join('');
      const text = `x,y,z${headerBreak}${lines}`;
      return endsWithBreak ? text : text.replace(/(\r\n|\n|\r)$/, '');
    });
}

const encodedText = fc.constantFrom(...csvEncodings).chain((encoding) => {
  const isUnicode = encoding.startsWith('utf');
  const mark = fc.constantFrom('', isUnicode ? '\uFEFF' : '');
  return fc.record({
    encoding: fc.constant(encoding),
    mark,
    text: textOf(isUnicode ? all : latin),
  });
});

/** What csv-parse makes of the whole text: the rows of three fields, and the numbers of the others. */
function wholeText(text: string): Reading[] {
  const recordDelimiters = ['\r\n', '\n', '\r'];
  const records: string[][] = parse(text, {
    record_delimiter: recordDelimiters,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  return records.slice(1).map((fields, index) => (fields.length === 3 ? fields : index + 1));
}

describe('readCsvRows beside csv-parse on the whole text', () => {
  let server: Awaited<ReturnType<typeof startObjectServer>>;

  beforeAll(async () => {
    server = await startObjectServer();
  });
  afterAll(() => server.close());

  /** Reads on for so many batches; gives where it stopped, unless it came to the end. */
  async function readOn(
    found: Reading[],
    options: ReadCsvOptions,
    batches: number,
  ): Promise<CsvPosition | undefined> {
    const invalid: number[] = [];
    const onInvalidRow: ReadCsvOptions['onInvalidRow'] = (row) => void invalid.push(row.rowNumber);
    let left = batches;
    for await (const batch of readCsvRows(server.client, object, { ...options, onInvalidRow })) {
      const rows = batch.rows.map((row, index) => ({
        number: batch.rowNumbers[index] ?? 0,
        reading: ['x', 'y', 'z'].map((name) => row[name] ?? ''),
      }));
      const others = invalid.splice(0).map((number) => ({ number, reading: number }));
      const inOrder = [...rows, ...others].sort((a, b) => a.number - b.number);
      found.push(...inOrder.map(({ reading }) => reading));
      left -= 1;
      // As it comes back from where it was stored.
      if (left === 0) return JSON.parse(JSON.stringify(batch.next));
    }
    return undefined;
  }

  it('gives the same rows, each once, cut, dropped and taken up again anywhere', async () => {
    const property = fc.asyncProperty(
      encodedText,
      fc.constantFrom(...Object.keys(packings)),
      fc.record({
        batchSize: fc.integer({ min: 1, max: 6 }),
        chunkSize: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 90 })),
        drops: fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 4 }),
        stops: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
      }),
      async ({ encoding, mark, text }, packing, { batchSize, chunkSize, drops, stops }) => {
        const file = encode(mark + text, encoding satisfies CsvEncoding);
        server.reset();
        server.put(object.key, packings[packing]?.(file) ?? file);
        server.state.chunkSize = chunkSize;
        server.faults.push(...drops.map((at) => ({ how: 'drop' as const, at })));

        const found: Reading[] = [];
        let from: CsvPosition | undefined;
        for (const batches of [...stops, Number.POSITIVE_INFINITY]) {
          from = await readOn(found, { encoding, batchSize, from }, batches);
          if (!from) break;
        }
        expect(found).toEqual(wholeText(text));
      },
    );
    await fc.assert(property, { numRuns: 120 });
  }, 120_000);
});
