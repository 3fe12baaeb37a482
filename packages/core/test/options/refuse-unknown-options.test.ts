import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  exponentialBackOff,
  s3Handler,
  serveEvents,
  sqsHandler,
  toDeadLetterQueue,
} from '../../src/index.js';
import { createJobQueue, jobHandler, memoryStore, sweepHandler } from '../../src/jobs/index.js';
import { readCsvRows, s3CsvHandler } from '../../src/s3-csv/index.js';
import { deliver, invoke, memoryJobQueue, sqsEvent } from '../../src/testing/index.js';

const work = () => {};
const definitions = { analyse: { input: z.unknown() } };
const jobs = createJobQueue(definitions, { store: memoryStore() });

const object = { bucket: 'uploads', key: 'a.csv' };
const client = { send: async () => ({}) };

type Reader = [name: string, read: (options: object) => unknown, misspelt: string, meant: string];

const readers: Reader[] = [
  ['sqsHandler', (options) => sqsHandler(work, options), 'concurency', 'concurrency'],
  ['s3Handler', (options) => s3Handler(work, options), 'prefex', 'prefix'],
  ['s3CsvHandler', (options) => s3CsvHandler(work, options), 'onInvalidRows', 'onInvalidRow'],
  ['jobHandler', (options) => jobHandler(jobs, { analyse: work }, options), 'mintime', 'minTime'],
  ['createJobQueue', (options) => createJobQueue(definitions, options), 'queueURL', 'queueUrl'],
  ['sweep', (options) => sweepHandler(jobs, options), 'maxSend', 'maxSends'],
  ['exponentialBackOff', exponentialBackOff, 'maxSecond', 'maxSeconds'],
  ['toDeadLetterQueue', (options) => toDeadLetterQueue(options as never), 'queueURL', 'queueUrl'],
  ['readCsvRows', (options) => readCsvRows(client, object, options), 'delimeter', 'delimiter'],
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

  const others = [null, 3000, 'text', Symbol('text')].map(
    (other) => [other, String(other)] as const,
  );
  it.each([...others, [[], 'a list'] as const])(
    'refuses options that are no object: %s',
    (options, got) => {
      expect(() => read(options as never)).toThrow(
        expect.objectContaining({
          code: 'ERR_SETTINGS',
          message: `${reader}: options are an object, got ${got}`,
        }),
      );
    },
  );
});

it.each(readers.filter(([reader]) => reader !== 'serveEvents'))(
  '%s takes a name without a value for none',
  (_, read, misspelt) => {
    expect(() => read({ [misspelt]: undefined })).not.toThrow();
  },
);

it('names an option that every object has as unknown, too', () => {
  expect(() => sqsHandler(work, { toString: work } as never)).toThrow('no option toString');
});

const misspelt: [string, () => Promise<unknown>, string][] = [
  ['invoke', () => invoke(work, {}, { timeoutMS: 3 } as never), 'timeoutMs'],
  [
    'deliver',
    () => deliver(sqsHandler(work), sqsEvent([1]), { reportBatchItemFailure: false } as never),
    'reportBatchItemFailures',
  ],
  [
    'enqueue',
    () => memoryJobQueue(jobs).enqueue('analyse', 1, { idempotencykey: 'a' } as never),
    'idempotencyKey',
  ],
];

it.each(misspelt)('%s refuses an option that it does not know', async (reader, call, meant) => {
  const message = expect.stringMatching(`^${reader}: there is no option \\w+; is ${meant} meant`);
  await expect(call()).rejects.toMatchObject({ code: 'ERR_SETTINGS', message });
});

it('enqueueAll tells it of the entry', async () => {
  const entries = [{ type: 'analyse', input: 1, idempotencykey: 'a' }] as never;
  const error = expect.objectContaining({ code: 'ERR_SETTINGS' });
  expect(await memoryJobQueue(jobs).enqueueAll(entries)).toEqual([
    { stored: false, sent: false, error },
  ]);
});

it('rejects of s3CsvHandler have no other options', () => {
  const rejects = { prefix: 'rejects/', bukcet: 'other' } as never;
  expect(() => s3CsvHandler(work, { onInvalidRow: 'collect', rejects, prefix: 'in/' })).toThrow(
    's3CsvHandler: rejects: there is no option bukcet; is bucket meant?',
  );
});

it.each([null, 5, {}, ['a']])('an idempotency key is a text, not %s', async (idempotencyKey) => {
  const job = memoryJobQueue(jobs).enqueue('analyse', 1, { idempotencyKey } as never);
  await expect(job).rejects.toMatchObject({ code: 'ERR_SETTINGS' });
});

it('an option without a value has its default', () => {
  expect(() => sweepHandler(jobs, { age: undefined, limit: undefined } as never)).not.toThrow();
});
