import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ReadCsvOptions, readCsvRows } from '../../src/s3-csv/read-csv-rows.js';
import { startObjectServer } from './object-server.js';

/** What is in `<name>.expected.json`, beside `<name>.csv`. */
interface Expected {
  options?: ReadCsvOptions;
  rows?: Record<string, string>[];
  invalid?: { rowNumber: number; reason: string }[];
  /** The code of the error that the file fails with. */
  error?: string;
}

const folder = new URL('acid/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.csv'))
  .map((file) => file.slice(0, -'.csv'.length));

describe('the acid set', () => {
  let server: Awaited<ReturnType<typeof startObjectServer>>;

  beforeAll(async () => {
    server = await startObjectServer();
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  it('is there', () => {
    expect(names.length).toBeGreaterThan(50);
  });

  it.each(names)('%s', async (name) => {
    const expected: Expected = JSON.parse(
      readFileSync(new URL(`${name}.expected.json`, folder), 'utf8'),
    );
    for (const chunkSize of [1, 5, 64 * 1024]) {
      const file = readFileSync(new URL(`${name}.csv`, folder));
      if (chunkSize < 10 && file.length > 1_000) continue;
      server.put('a.csv', file);
      server.state.chunkSize = chunkSize;
      const invalid: unknown[] = [];
      const rows: unknown[] = [];
      const options: ReadCsvOptions = {
        ...expected.options,
        onInvalidRow: ({ rowNumber, reason }) => void invalid.push({ rowNumber, reason }),
      };
      const reading = (async () => {
        for await (const batch of readCsvRows(
          server.client,
          { bucket: 'in', key: 'a.csv' },
          options,
        )) {
          rows.push(...batch.rows);
        }
      })();
      if (expected.error) await expect(reading).rejects.toMatchObject({ code: expected.error });
      else await reading;
      expect({ rows, invalid }).toEqual({
        rows: expected.rows ?? [],
        invalid: expected.invalid ?? [],
      });
    }
  });
});
