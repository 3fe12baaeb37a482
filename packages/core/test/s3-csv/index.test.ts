import { expect, it, vi } from 'vitest';

it('exports what the docs name, and loads no AWS SDK at import', async () => {
  const load = vi.fn(() => ({}));
  vi.doMock('@aws-sdk/client-s3', load);
  const entry = await import('../../src/s3-csv/index.js');
  expect(Object.keys(entry).sort()).toEqual([
    'CsvRowError',
    'ObjectSupersededError',
    'isObjectSupersededError',
    'readCsvRows',
    's3CsvHandler',
  ]);
  entry.s3CsvHandler(() => {});
  expect(load).not.toHaveBeenCalled();
  vi.doUnmock('@aws-sdk/client-s3');
});
