import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { type ReadCsvOptions, readCsvRows } from '../../src/s3-csv/read-csv-rows.js';

const client = new S3Client({ region: 'us-east-1' });
const object = { bucket: 'in', key: 'a.csv' };

/** Options as they come from code without types, or from a configuration file. */
const bad: Record<string, unknown>[] = [
  { batchSize: 0 },
  { batchSize: 1.5 },
  { batchSize: '500' },
  { batchSize: Number.NaN },
  { batchSize: 10_000_000 },
  { maxRecordBytes: -1 },
  { maxRecordBytes: Number.POSITIVE_INFINITY },
  { maxReconnects: -1 },
  { stallTimeoutMs: 0 },
  { stallTimeoutMs: 2 ** 31 },
  { maxInflatedBytes: 0 },
  { maxInflateRatio: '9' },
  { delimiter: '' },
  { delimiter: '\n' },
  { delimiter: 'a\r' },
  { delimiter: 44 },
  { delimiter: '"' },
  { delimiter: "'", quote: "'" },
  { quote: '' },
  { quote: '""' },
  { quote: '„' },
  { quote: '\n' },
  { quote: true },
  { escape: '' },
  { escape: 'é' },
  { escape: null },
  { encoding: 'utf8' },
  { encoding: 'ebcdic' },
  { columns: [] },
  { columns: 'a,b' },
  { columns: ['a', 1] },
  { columns: ['a', 'a'] },
  { columns: ['a', ' '] },
  { schema: {} },
  { schema: 'text' },
  { onInvalidRow: 'skip' },
  { signal: {} },
  { from: {} },
  { from: 12 },
  { from: { object, offset: -1, batchIndex: 0, batchSize: 1, columns: ['a'], plain: true } },
];

describe('the options of readCsvRows', () => {
  afterAll(() => client.destroy());

  it.each(bad)('refuse %j at the call', (options) => {
    const [name = ''] = Object.keys(options);
    expect(() => readCsvRows(client, object, options as ReadCsvOptions)).toThrow(
      expect.objectContaining({
        name: 'LwaBridgeError',
        code: 'ERR_SETTINGS',
        message: expect.stringMatching(new RegExp(`^(${name}|delimiter)\\b.*: `)),
      }),
    );
  });

  it.each([undefined, null, {}, { bucket: 'in' }, { bucket: '', key: 'a.csv' }, 'in/a.csv'])(
    'refuse %j for an object',
    (what) => {
      expect(() => readCsvRows(client, what as typeof object)).toThrow(
        expect.objectContaining({
          code: 'ERR_SETTINGS',
          message: expect.stringMatching(/^object: /),
        }),
      );
    },
  );

  it.each<ReadCsvOptions>([
    {},
    { delimiter: '\t' },
    { delimiter: '||' },
    { delimiter: '§' },
    { quote: false, delimiter: '"' },
    { quote: "'", escape: '\\' },
    { maxInflateRatio: Number.POSITIVE_INFINITY },
    { columns: ['a', 'b'], encoding: 'windows-1252', batchSize: 1, maxReconnects: 0 },
  ])('take %j', (options) => {
    expect(() => readCsvRows(client, object, options)).not.toThrow();
  });
});
