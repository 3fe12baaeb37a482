import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CsvPosition } from '../../src/s3-csv/csv-position.js';
import { type ReadCsvOptions, readCsvRows } from '../../src/s3-csv/read-csv-rows.js';
import { collect } from './bytes.js';
import { startObjectServer } from './object-server.js';

describe('a position in a file', () => {
  let server: Awaited<ReturnType<typeof startObjectServer>>;

  beforeAll(async () => {
    server = await startObjectServer();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  const object = { bucket: 'in', key: 'a.csv' };
  const read = (options: ReadCsvOptions) => collect(readCsvRows(server.client, object, options));

  it('is where another reading goes on: same rows, numbers and bytes, each once', async () => {
    const lines = fc.array(
      fc.constantFrom('a,b', '"a\n""b""",é', 'bad', '"wrong"quotes,1', '', '"\r\n🚢",2'),
      { minLength: 1, maxLength: 30 },
    );
    const property = fc.asyncProperty(
      lines,
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\uFEFF'),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 50 }),
      async (all, lineBreak, mark, gzip, batchSize, chunkSize) => {
        const text = `${mark}${['x,y', ...all].join(lineBreak)}`;
        server.reset();
        server.put('a.csv', gzip ? gzipSync(text) : text);
        server.state.chunkSize = chunkSize;
        const whole = await read({ batchSize, onInvalidRow: () => {} });
        for (const [index, { next }] of whole.entries()) {
          // As it comes back from where it was stored.
          const from: CsvPosition = JSON.parse(JSON.stringify(next));
          const rest = await read({ from, onInvalidRow: () => {} });
          const reading = (batch: object) => ({ ...batch, bytesRead: 0 });
          const expected = whole.slice(index + 1).map(reading);
          // With no byte left, there is no answer to tell the size.
          expect(rest.map(reading)).toEqual(expected);
        }
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it('needs no byte before it in a plain file', async () => {
    server.put('a.csv', 'n\n1\n2\n3\n');
    const [first] = await read({ batchSize: 2 });
    expect(first?.next).toEqual({
      object: { ...object, eTag: expect.any(String), versionId: undefined },
      offset: 6,
      batchIndex: 1,
      batchSize: 2,
      columns: ['n'],
      plain: true,
    });
    server.requests.length = 0;
    const [second] = await read({ from: first?.next });
    expect(server.requests.map(({ range }) => range)).toEqual(['bytes=6-']);
    expect(second).toMatchObject({ index: 1, rows: [{ n: '3' }], rowNumbers: [3], offsets: [6] });
    expect(second).toMatchObject({ bytesRead: 8, objectSize: 8 });
  });

  it('names the byte of the file that is not UTF-8', async () => {
    const text = Buffer.concat([Buffer.from('n\n1\n2\n'), Buffer.from([0xfc])]);
    for (const body of [text, gzipSync(text)]) {
      server.put('a.csv', body);
      const position = { object, offset: 4, batchIndex: 1, batchSize: 1, columns: ['n'] };
      const from = { ...position, plain: body === text };
      await expect(read({ from })).rejects.toMatchObject({
        message: 'byte 6 (0xFC) is not UTF-8',
      });
    }
  });
});
