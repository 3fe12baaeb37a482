import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noTotals } from '../../../src/s3-csv/csv-totals.js';
import { type CsvProgress, csvProgress } from '../../../src/s3-csv/progress/csv-progress.js';
import { useCsvServices } from '../support/csv-services.js';
import { csvWorker, numbers } from '../support/csv-worker.js';

describe('csvProgress', () => {
  const totals = { ...noTotals, rows: 300, bytes: 3_000 };
  const checkpoint = { totals, rejects: [], elapsedMs: 2_000 };

  it('tells the rate, and the time that is left at that rate', () => {
    expect(csvProgress(checkpoint, { bytesRead: 4_000, objectSize: 10_000 })).toEqual({
      ...totals,
      fraction: 0.4,
      rowsPerSecond: 150,
      bytesPerSecond: 2_000,
      secondsLeft: 3,
    });
  });

  it('of a part is that of the part', () => {
    const range = { start: 2_000, end: 6_000 };
    const progress = csvProgress(
      { ...checkpoint, range },
      { bytesRead: 5_000, objectSize: 10_000 },
    );
    expect(progress).toMatchObject({ fraction: 0.75, bytesPerSecond: 1_500, secondsLeft: 1 });
  });

  it('has no rate at the start, and nothing left at the end', () => {
    const begun = { ...checkpoint, elapsedMs: 0 };
    expect(csvProgress(begun, { bytesRead: 10, objectSize: 20 }).secondsLeft).toBeUndefined();
    const end = csvProgress(checkpoint, { bytesRead: 20, objectSize: 20 });
    expect(end).toMatchObject({ fraction: 1, secondsLeft: 0 });
  });
});

describe('progress', { timeout: 60_000 }, () => {
  const services = useCsvServices();

  it.each([
    ['a.csv', (text: string) => Buffer.from(text)],
    ['a.csv.gz', (text: string) => gzipSync(text)],
  ])(
    'is told to the log and to onProgress, over all messages of a file: %s',
    async (key, encode) => {
      const told: CsvProgress[] = [];
      const worker = csvWorker(services, {
        ...{ batchSize: 10, progressIntervalMs: 0, batchesAtOnce: 12 },
        work: () => sleep(10),
        onProgress: (progress, { object }) => {
          expect(object.key).toBe(key);
          told.push(progress);
        },
      });
      await services.upload(key, encode(numbers(300)));
      expect(await services.drain(worker.invoke)).toBeGreaterThan(1);
      expect(told.map(({ rows }) => rows)).toEqual(told.map((_, index) => (index + 1) * 10));
      expect(told.at(-1)).toMatchObject({ rows: 300, fraction: 1, secondsLeft: 0 });
      // A batch of 10 rows takes 10 ms and more.
      for (const { rowsPerSecond } of told) expect(rowsPerSecond).toBeLessThan(1_100);
      const lines = worker.log.lines.filter(({ message }) => message === 'csv progress');
      expect(lines).toEqual(told.map((progress) => expect.objectContaining({ ...progress, key })));
    },
  );

  it('that fails is logged, and the file goes on', async () => {
    const worker = csvWorker(services, {
      progressIntervalMs: 0,
      onProgress: () => Promise.reject(new Error('no')),
    });
    await services.upload('b.csv', numbers(1));
    await services.drain(worker.invoke);
    expect(worker.totals).toHaveLength(1);
    expect(worker.log.errors()).toMatchObject([{ message: 'no' }]);
  });

  it('warns once when the file will not fit into one invocation and there is no table', async () => {
    const worker = csvWorker(services, {
      ...{ table: '', batchSize: 1, progressIntervalMs: 0, timeoutMs: 1_500 },
      onNonRetriable: 'acknowledge',
      work: () => sleep(100),
    });
    await services.upload('c.csv', numbers(200_000));
    await services.drain(worker.invoke, 1);
    const warnings = worker.log.lines.filter(({ message }) => /needs a table$/.test(message));
    expect(warnings).toMatchObject([{ level: 'warn', key: 'c.csv' }]);
    expect(worker.log.errors()).toContainEqual(
      expect.objectContaining({ code: 'ERR_CSV_NEEDS_TABLE' }),
    );
    await services.drain(csvWorker(services, { batchSize: 100_000 }).invoke);
  });
});
