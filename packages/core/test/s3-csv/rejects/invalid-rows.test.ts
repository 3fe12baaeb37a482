import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { s3CsvHandler } from '../../../src/s3-csv/csv-handler.js';
import type { S3CsvHandlerOptions } from '../../../src/s3-csv/csv-handler-options.js';
import type { CsvTotals } from '../../../src/s3-csv/csv-totals.js';
import { useCsvServices } from '../support/csv-services.js';
import { type CsvWorkerOptions, csvWorker } from '../support/csv-worker.js';

const text = [
  'name,note',
  'Ada,"good, really"',
  'Bob',
  'Cy,a,b',
  'Di,"wrong"quotes',
  'Ed,"two\nlines"',
  'Flo,"say ""hi"""',
].join('\n');

describe('onInvalidRow', { timeout: 60_000 }, () => {
  const services = useCsvServices();

  const collect: S3CsvHandlerOptions = {
    ...{ onInvalidRow: 'collect', prefix: 'in/', rejects: { prefix: 'out/' } },
  };
  const errorsOf = async (key: string, body: string, options: CsvWorkerOptions) => {
    const errors: { code?: string; message: string; cause?: unknown }[] = [];
    const worker = csvWorker(services, {
      onNonRetriable: (error) => void errors.push(error),
      ...options,
    });
    await services.upload(key, body);
    await services.drain(worker.invoke);
    return { worker, errors };
  };

  it('skip counts and skips', async () => {
    const { worker, errors } = await errorsOf('skip.csv', text, { onInvalidRow: 'skip' });
    expect(errors).toEqual([]);
    expect(worker.totals).toMatchObject([{ rows: 3, invalidRows: 3 }]);
  });

  it('skip has a limit: 1,000, or maxInvalidRows', async () => {
    const many = (count: number) => `a,b\n${'bad\n'.repeat(count)}`;
    const skip = { onInvalidRow: 'skip' } as const;
    expect((await errorsOf('1000.csv', many(1_000), skip)).errors).toEqual([]);
    const { errors } = await errorsOf('1001.csv', many(1_001), skip);
    expect(errors).toMatchObject([
      {
        code: 'ERR_CSV_TOO_MANY_INVALID_ROWS',
        message: expect.stringMatching(/^more than 1000 rows are invalid; the last one: row 1001 /),
        cause: { code: 'ERR_CSV_ROW', row: { rowNumber: 1_001 } },
      },
    ]);
    const three = await errorsOf('few.csv', many(3), { ...skip, maxInvalidRows: 2 });
    expect(three.errors).toMatchObject([{ code: 'ERR_CSV_TOO_MANY_INVALID_ROWS' }]);
    expect((await errorsOf('most.csv', many(3), { ...skip, maxInvalidRows: 3 })).errors).toEqual(
      [],
    );
  });

  it('counts over all deliveries of a file', async () => {
    let isFirst = true;
    const { errors, worker } = await errorsOf('over.csv', `n\n${'1,1\n2\n'.repeat(4)}`, {
      ...{ onInvalidRow: 'skip', maxInvalidRows: 3, batchSize: 2 },
      work: ({ batch }) => {
        if (batch.index !== 2 || !isFirst) return;
        isFirst = false;
        throw new Error('not now');
      },
    });
    expect(isFirst).toBe(false);
    expect(worker.batches).toHaveLength(3);
    expect(errors).toMatchObject([{ code: 'ERR_CSV_TOO_MANY_INVALID_ROWS' }]);
  });

  it('collect writes a file of them: what is wrong, then the columns as they stand', async () => {
    const { worker, errors } = await errorsOf('in/mixed.csv', text, collect);
    expect(errors).toEqual([]);
    const rejects = { bucket: 'uploads', key: 'out/in/mixed.csv.rejects.csv' };
    expect(worker.totals).toMatchObject([{ rows: 3, invalidRows: 3, rejects }]);
    const file = (await services.download(rejects.bucket, rejects.key)) ?? '';
    expect(parse(file, { relax_column_count: true })).toEqual([
      ['row_number', 'offset', 'reason', 'message', 'name', 'note'],
      ['2', '29', 'columns', 'expected 2 fields, got 1', 'Bob'],
      ['3', '33', 'columns', 'expected 2 fields, got 3', 'Cy', 'a', 'b'],
      ['4', '40', 'quotes', 'a quote inside a quoted field is not escaped', 'Di,"wrong"quotes'],
    ]);
    // What it was made of is gone.
    const keys = await services.keys('uploads');
    expect(keys.filter((key) => key.startsWith('out/in/mixed.csv'))).toEqual([rejects.key]);
  });

  it('collect writes each of them once, also of a batch that failed and came again', async () => {
    const failing = new Set([0, 2]);
    const { errors } = await errorsOf('in/again.csv', `n\n${'1,1\n2\n3\n'.repeat(4)}`, {
      ...{ ...collect, batchSize: 3, checkpointEvery: 2 },
      work: ({ batch }) => {
        if (failing.delete(batch.index)) throw new Error('not now');
      },
    });
    expect({ errors, failing: failing.size }).toEqual({ errors: [], failing: 0 });
    const file = await services.download('uploads', 'out/in/again.csv.rejects.csv');
    const numbers = file?.split('\n').map((line) => line.split(',')[0]);
    expect(numbers).toEqual(['row_number', '1', '4', '7', '10', '']);
  });

  it('collect writes nothing where all rows are valid', async () => {
    const { worker } = await errorsOf('in/good.csv', 'a\n1\n', collect);
    expect(worker.totals).toEqual([{ rows: 1, invalidRows: 0, batches: 1, bytes: 4 }]);
    expect(await services.download('uploads', 'out/in/good.csv.rejects.csv')).toBeUndefined();
  });

  it('collect works without a table, and to another bucket', async () => {
    const { worker } = await errorsOf('one-go.csv', text, {
      ...{ onInvalidRow: 'collect', bucket: 'uploads' },
      ...{ prefix: 'one', rejects: { bucket: () => 'results', prefix: 'x/' }, table: '' },
    });
    expect(worker.totals).toMatchObject([{ invalidRows: 3 }]);
    expect(await services.files('one-go.csv')).toEqual([]);
    const file = await services.download('results', 'x/one-go.csv.rejects.csv');
    expect(file?.split('\n')).toHaveLength(5);
  });

  it('collect makes one file of as many rows as there are, each once', async () => {
    // 10 MB: several objects on the way, and parts of an upload.
    const count = 10_000;
    const long = 'x'.repeat(1_000);
    const rows = Array.from({ length: count }, (_, index) => `${index + 1},${long}`);
    let failures = 2;
    const totals: CsvTotals[] = [];
    const { errors } = await errorsOf('in/large.csv', `n\n${rows.join('\n')}\n1\n`, {
      ...{ ...collect, checkpointEvery: 3 },
      onComplete: (all) => {
        totals.push(all);
        failures -= 1;
        if (failures > 0) throw new Error('not yet');
      },
    });
    expect(errors).toEqual([]);
    expect(totals.at(-1)).toMatchObject({ rows: 1, invalidRows: count });
    const file = (await services.download('uploads', 'out/in/large.csv.rejects.csv')) ?? '';
    const numbers = file.split('\n').map((line) => line.split(',')[0]);
    expect(numbers).toEqual(['row_number', ...rows.map((_, index) => `${index + 1}`), '']);
  });

  it.each<[string, S3CsvHandlerOptions]>([
    ['inside the input', { prefix: 'in/', rejects: { prefix: 'in/rejects/' } }],
    ['around the input', { prefix: 'in/data/', rejects: { prefix: 'in/' } }],
    ['in the same bucket, all of which is read', { bucket: 'a', rejects: { prefix: 'out/' } }],
    ['in any bucket', { rejects: { bucket: 'b', prefix: 'out/' } }],
    ['in a bucket not known yet', { bucket: 'a', rejects: { bucket: () => 'b', prefix: '' } }],
  ])('refuses rejects %s', (_, options) => {
    expect(() => s3CsvHandler(() => {}, { ...options, onInvalidRow: 'collect' })).toThrow(
      expect.objectContaining({
        code: 'ERR_SETTINGS',
        message: expect.stringMatching(/trigger itself for ever/),
      }),
    );
  });

  it.each<[S3CsvHandlerOptions]>([
    [{ onInvalidRow: 'collect' }],
    [{ rejects: { prefix: 'out/' }, prefix: 'in/' }],
    [{ onInvalidRow: 'ignore' as never }],
    [{ maxInvalidRows: -1 }],
    [{ parts: 0 }],
    [{ checkpointEvery: 0.5 }],
    [{ maxHops: Number.NaN }],
    [{ clockSkew: -1 }],
    [{ leaseTime: 0 }],
    [{ retentionDays: 0 }],
    [{ progressIntervalMs: Number.NaN }],
  ])('refuses %j', (options) => {
    expect(() => s3CsvHandler(() => {}, options)).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS' }),
    );
  });
});
