import { expect, it } from 'vitest';
import { readEventSourceSettings } from '../../src/event-source-mapping/mapping-settings.js';

const queue = { name: 'jobs' };
const fifo = { name: 'jobs.fifo' };

it('has the defaults of AWS', () => {
  expect(readEventSourceSettings(queue, {})).toEqual({
    batchSize: 10,
    maximumBatchingWindow: 0,
    maximumConcurrency: 1,
    reportBatchItemFailures: false,
  });
});

it.each([
  [queue, { batchSize: 10_000, maximumBatchingWindow: 1 }],
  [queue, { batchSize: 1, maximumBatchingWindow: 300, maximumConcurrency: 1000 }],
  [fifo, { batchSize: 10 }],
])('takes %j %j', (of, settings) => {
  expect(readEventSourceSettings(of, settings)).toMatchObject(settings);
});

it.each([
  [queue, { batchSize: 0 }, 'batchSize is a whole number from 1 to 10000, got 0'],
  [queue, { batchSize: 1.5 }, 'batchSize'],
  [queue, { batchSize: 10_001, maximumBatchingWindow: 1 }, 'batchSize'],
  [queue, { batchSize: 11 }, 'needs a maximumBatchingWindow of at least 1 second'],
  [queue, { maximumBatchingWindow: 301 }, 'maximumBatchingWindow'],
  [queue, { maximumConcurrency: 0 }, 'maximumConcurrency'],
  [fifo, { batchSize: 11 }, 'from 1 to 10'],
  [fifo, { maximumBatchingWindow: 1 }, 'from 0 to 0'],
])('refuses %j %j', (of, settings, message) => {
  expect(() => readEventSourceSettings(of, settings)).toThrow(
    expect.objectContaining({
      code: 'ERR_SETTINGS',
      message: expect.stringMatching(new RegExp(`"${of.name}": .*${message}`)),
    }),
  );
});
