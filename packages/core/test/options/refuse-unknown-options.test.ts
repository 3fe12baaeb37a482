import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { s3Handler, serveEvents, sqsHandler } from '../../src/index.js';
import { createJobQueue, jobHandler, memoryStore } from '../../src/jobs/index.js';
import { s3CsvHandler } from '../../src/s3-csv/index.js';

const work = () => {};
const definitions = { analyse: { input: z.unknown() } };
const jobs = createJobQueue(definitions, { store: memoryStore() });

const readers: [string, (options: object) => unknown, string, string][] = [
  ['sqsHandler', (options) => sqsHandler(work, options), 'concurency', 'concurrency'],
  ['s3Handler', (options) => s3Handler(work, options), 'prefex', 'prefix'],
  ['s3CsvHandler', (options) => s3CsvHandler(work, options), 'onInvalidRows', 'onInvalidRow'],
  ['jobHandler', (options) => jobHandler(jobs, { analyse: work }, options), 'mintime', 'minTime'],
  ['createJobQueue', (options) => createJobQueue(definitions, options), 'queueURL', 'queueUrl'],
  ['serveEvents', (options) => serveEvents(work, options), 'shutdownTimeout', 'shutdownTimeoutMs'],
];

describe.each(readers)('%s', (reader, read, misspelt, meant) => {
  it('refuses an option that it does not know, and names the nearest one', () => {
    expect(() => read({ [misspelt]: 1 })).toThrow(
      expect.objectContaining({
        code: 'ERR_SETTINGS',
        message: `${reader}: there is no option ${misspelt}; is ${meant} meant?`,
      }),
    );
  });

  it('names none where none is near', () => {
    const message = `${reader}: there is no option colour`;
    expect(() => read({ colour: 'red' })).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS', message }),
    );
  });

  it.each([null, 3000, 'text'])('refuses options that are no object: %s', (options) => {
    expect(() => read(options as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_SETTINGS',
        message: `${reader}: options are an object, got ${options}`,
      }),
    );
  });
});

it.each(readers.slice(0, 5))('%s takes a name without a value for none', (_, read, misspelt) => {
  expect(() => read({ [misspelt]: undefined })).not.toThrow();
});

it('names an option that every object has as unknown, too', () => {
  expect(() => sqsHandler(work, { toString: work } as never)).toThrow('no option toString');
});
