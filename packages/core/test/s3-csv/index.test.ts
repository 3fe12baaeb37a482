import { expect, it, vi } from 'vitest';

it('exports what the docs name, and loads no AWS SDK at import', async () => {
  const load = vi.fn(() => ({}));
  const clients = ['@aws-sdk/client-s3', '@aws-sdk/client-sqs', '@aws-sdk/client-dynamodb'];
  for (const client of clients) vi.doMock(client, load);
  const entry = await import('../../src/s3-csv/index.js');
  expect(Object.keys(entry).sort()).toEqual([
    'CsvRowError',
    'ObjectSupersededError',
    'csvTableCloudFormation',
    'csvTableDefinition',
    'csvTableTimeToLive',
    'isObjectSupersededError',
    'readCsvRows',
    's3CsvHandler',
  ]);
  entry.s3CsvHandler(() => {}, { table: 'files' });
  expect(load).not.toHaveBeenCalled();
  for (const client of clients) vi.doUnmock(client);
});
