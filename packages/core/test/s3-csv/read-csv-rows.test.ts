import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { type ReadCsvOptions, readCsvRows } from '../../src/s3-csv/read-csv-rows.js';
import { collect } from './bytes.js';
import { startObjectServer } from './object-server.js';

const titanic = new URL('../../../../examples/s3-csv/data/titanic.csv', import.meta.url);

describe('readCsvRows', () => {
  let server: Awaited<ReturnType<typeof startObjectServer>>;

  beforeAll(async () => {
    server = await startObjectServer();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  async function rows(options: ReadCsvOptions = {}) {
    const batches = await collect(
      readCsvRows(server.client, { bucket: 'in', key: 'a.csv' }, options),
    );
    return batches.flatMap((batch) => batch.rows);
  }

  it('gives what csv-parse gives for the whole file, however the transport cuts and drops it', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '7', ' ', ',', '"', '\n', '\r\n', 'é', '🚢'),
    });
    const record = fc.tuple(cell, cell, cell);
    const property = fc.asyncProperty(
      fc.array(record, { maxLength: 30 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\uFEFF'),
      fc.boolean(),
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 3 }),
      async (records, lineBreak, mark, gzip, chunkSize, drops) => {
        const lines = [['a', 'b', 'c'], ...records].map((cells) => cells.map(quoted).join(','));
        const text = mark + lines.join(lineBreak);
        server.reset();
        server.put('a.csv', gzip ? gzipSync(text) : text);
        server.state.chunkSize = chunkSize;
        server.faults.push(...drops.map((at) => ({ how: 'drop' as const, at })));
        expect(await rows({ batchSize: 4 })).toEqual(parse(text, { columns: true, bom: true }));
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it.each([
    ['its content-encoding', 'a.csv', 'gzip'],
    ['its name', 'a.csv.gz', undefined],
    ['its first bytes', 'a.csv', undefined],
  ])('inflates a gzip that is told by %s', async (_, key, contentEncoding) => {
    server.put(key, gzipSync('name\nAda\n'), contentEncoding);
    const batches = await collect(readCsvRows(server.client, { bucket: 'in', key }));
    expect(batches[0]?.rows).toEqual([{ name: 'Ada' }]);
  });

  it('counts the bytes of a gzip in what it holds', async () => {
    const text = 'name\nAda\nBob\n';
    const positions = async (body: string | Buffer) => {
      server.put('a.csv', body);
      const [batch] = await collect(readCsvRows(server.client, { bucket: 'in', key: 'a.csv' }));
      return { offsets: batch?.offsets, endOffset: batch?.endOffset };
    };
    expect(await positions(gzipSync(text))).toEqual({ offsets: [5, 9], endOffset: 13 });
    expect(await positions(text)).toEqual({ offsets: [5, 9], endOffset: 13 });
  });

  // What docs/csv.md gives to the progress of a job.
  it.each([
    ['plain', (text: string) => Buffer.from(text)],
    ['gzip', (text: string) => gzipSync(text, { level: 0 })],
  ])('says how much of the object has been read: %s', async (_, encode) => {
    const object = encode(`name\n${'Ada Lovelace\n'.repeat(40_000)}`);
    server.put('a.csv', object);
    const batches = await collect(readCsvRows(server.client, { bucket: 'in', key: 'a.csv' }));
    const read = batches.map(({ bytesRead }) => bytesRead);
    expect(read).toEqual(read.toSorted((a, b) => a - b));
    expect(read[0]).toBeLessThan(object.length / 2);
    expect(read.at(-1)).toBe(object.length);
    for (const { objectSize } of batches) expect(objectSize).toBe(object.length);
  });

  it('names the byte that is not UTF-8', async () => {
    server.put(
      'a.csv',
      Buffer.concat([Buffer.from('name\nJ'), Buffer.from([0xfc]), Buffer.from('rg\n')]),
    );
    await expect(rows()).rejects.toMatchObject({
      code: 'ERR_CSV_ENCODING',
      message: 'byte 6 (0xFC) is not UTF-8',
    });
  });

  it('gives no batch for an empty object', async () => {
    server.put('a.csv', '');
    expect(await rows()).toEqual([]);
  });

  it('hands rows over before the object has been read to its end', async () => {
    server.put('a.csv', `name\n${'Ada\n'.repeat(100_000)}`);
    server.faults.push({ how: 'stall', at: 50_000 });
    const batches = readCsvRows(server.client, { bucket: 'in', key: 'a.csv' });
    expect((await batches.next()).value?.rows).toHaveLength(500);
    await batches.return(undefined);
    await expect.poll(() => server.state.openAnswers).toBe(0);
  });

  it("reads at the consumer's pace", async () => {
    server.put('a.csv', `name\n${'Ada Lovelace\n'.repeat(4_000_000)}`);
    for await (const _ of readCsvRows(server.client, { bucket: 'in', key: 'a.csv' })) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      break;
    }
    expect(server.state.bytesSent).toBeLessThan(15_000_000);
  });

  it.each([{ batchSize: 0 }, { batchSize: 1.5 }, { maxRecordBytes: -1 }])(
    'refuses %j',
    (options) => {
      expect(() => readCsvRows(server.client, { bucket: 'in', key: 'a.csv' }, options)).toThrow(
        expect.objectContaining({ code: 'ERR_SETTINGS' }),
      );
    },
  );

  it('infers the type of the rows from the schema', () => {
    const schema = z.object({ age: z.coerce.number() });
    const typed = readCsvRows(server.client, { bucket: 'in', key: 'a.csv' }, { schema });
    const plain = readCsvRows(server.client, { bucket: 'in', key: 'a.csv' });
    type RowsOf<B> = B extends AsyncIterable<{ rows: readonly (infer Row)[] }> ? Row : never;
    expectTypeOf<RowsOf<typeof typed>>().toEqualTypeOf<{ age: number }>();
    expectTypeOf<RowsOf<typeof plain>>().toEqualTypeOf<Record<string, string>>();
  });

  it('reads the passenger list of the Titanic from S3', async () => {
    const fauxqs = await startFauxqs({ port: 0, logger: false, init: { buckets: ['lists'] } });
    const client = new S3Client({
      endpoint: fauxqs.address,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      forcePathStyle: true,
    });
    try {
      const object = { bucket: 'lists', key: 'my lists/titanic.csv' };
      const Body = readFileSync(titanic);
      const put = new PutObjectCommand({ Bucket: object.bucket, Key: object.key, Body });
      const eTag = (await client.send(put)).ETag?.replaceAll('"', '');

      const batches = await collect(readCsvRows(client, { ...object, eTag }));
      const passengers = batches.flatMap((batch) => batch.rows);
      expect(batches.map((batch) => batch.rows.length)).toEqual([500, 500, 309]);
      expect(passengers).toHaveLength(1_309);
      expect(new Set(passengers.map(({ ticket }) => ticket)).size).toBe(929);
      expect(passengers).toEqual(parse(Body, { columns: true }));

      const other = readCsvRows(client, { ...object, eTag: '0'.repeat(32) });
      await expect(other.next()).rejects.toMatchObject({ code: 'ERR_OBJECT_SUPERSEDED' });
      const missing = readCsvRows(client, { ...object, key: 'no.csv' });
      await expect(missing.next()).rejects.toMatchObject({ code: 'ERR_OBJECT_NOT_FOUND' });
      await client.send(
        new PutObjectCommand({ Bucket: 'lists', Key: 'empty.csv', Body: Buffer.alloc(0) }),
      );
      expect(await collect(readCsvRows(client, { bucket: 'lists', key: 'empty.csv' }))).toEqual([]);
    } finally {
      client.destroy();
      await fauxqs.stop();
    }
  });
});

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
