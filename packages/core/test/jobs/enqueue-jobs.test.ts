import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { LwaBridgeError } from '../../src/errors.js';
import { createJobQueue, type JobQueue } from '../../src/jobs/index.js';
import { completed, end } from './support/as-worker.js';
import { type JobServices, type SendResult, startJobServices } from './support/job-services.js';
import { dynamoDbClient } from './support/local-dynamodb.js';

// Hundreds of requests to a database of one process: slow where the machine is busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const definitions = {
  analyse: { input: z.object({ ticket: z.string() }), output: z.object({ text: z.string() }) },
  tidy: { input: z.object({ day: z.iso.date() }) },
};

let services: JobServices;
let jobs: JobQueue<typeof definitions>;
// Answers of SendMessageBatch go through here.
let changeSent: (sent: SendResult, entries: { Id: string }[]) => SendResult;

beforeAll(async () => {
  services = await startJobServices((sent, entries) => changeSent(sent, entries));
  jobs = createJobQueue(definitions, services.options);
});
beforeEach(async () => {
  changeSent = (sent) => sent;
  while (services.sqs.counts().ready > 0) await services.sqs.receive();
  services.dynamodbProxy.operations.length = 0;
  services.sqsProxy.operations.length = 0;
});
afterAll(() => services.close());

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    type: 'analyse' as const,
    input: { ticket: String(index) },
  }));

it('takes any number: one write each, one send for ten, results in order', async () => {
  const results = await jobs.enqueueAll(entries(123));
  expect(results.map(({ job }) => job?.input)).toEqual(entries(123).map(({ input }) => input));
  expect(results.every(({ stored, sent }) => stored && sent)).toBe(true);
  expect(services.sqs.counts().ready).toBe(123);
  expect(services.dynamodbProxy.operations).toEqual(Array(123).fill('PutItem'));
  expect(services.sqsProxy.operations).toEqual(Array(13).fill('SendMessageBatch'));
}, 60_000);

it('takes none', async () => {
  expect(await jobs.enqueueAll([])).toEqual([]);
  expect(services.sqsProxy.operations).toEqual([]);
});

it('says of each entry what became of it', async () => {
  const input = { ticket: '1' };
  const done = await jobs.enqueue('analyse', input, { idempotencyKey: 'done' });
  await end(jobs.parts.store, done.id, completed);
  const waits = await jobs.enqueue('analyse', input, { idempotencyKey: 'waits' });
  await services.sqs.receive();
  const results = await jobs.enqueueAll([
    { type: 'analyse', input: { ticket: 7 as unknown as string } },
    { type: 'tidy', input: { day: '2026-01-01' } },
    { type: 'analyse', input, idempotencyKey: 'done' },
    { type: 'analyse', input, idempotencyKey: 'waits' },
    { type: 'analyse', input: { ticket: '2' }, idempotencyKey: 'waits' },
  ]);
  expect(results).toMatchObject([
    { error: { code: 'ERR_VALIDATION' }, stored: false, sent: false },
    { job: { type: 'tidy', status: 'PENDING' }, stored: true, sent: true },
    { job: { id: done.id, status: 'COMPLETED' }, stored: false, sent: false },
    { job: { id: waits.id, status: 'PENDING' }, stored: false, sent: true },
    { error: { code: 'ERR_IDEMPOTENCY_CONFLICT' }, stored: false, sent: false },
  ]);
  expect(services.sqs.counts().ready).toBe(2);
});

it('accounts for an entry whose schema throws', async () => {
  const input = z.string().transform((text) => {
    if (text === 'bad') throw new Error('a bug in the schema');
    return text;
  });
  const odd = createJobQueue({ odd: { input } }, services.options);
  const results = await odd.enqueueAll([
    { type: 'odd', input: 'bad' },
    { type: 'odd', input: 'good' },
  ]);
  expect(results).toMatchObject([{ error: { message: 'a bug in the schema' } }, { sent: true }]);
});

it('sends again what SQS refused for its own reasons, and only that', async () => {
  const asked: string[][] = [];
  changeSent = ({ Successful = [] }, sent) => {
    asked.push(sent.map(({ Id }) => Id));
    const isRefused = ({ Id }: { Id: string }) => asked.length < 3 && Number(Id) % 2 === 1;
    return {
      Successful: Successful.filter((one) => !isRefused(one)),
      Failed: sent.filter(isRefused).map(({ Id }) => ({ Id, Code: 'Busy', SenderFault: false })),
    };
  };
  const results = await jobs.enqueueAll(entries(5));
  expect(results.every(({ sent }) => sent)).toBe(true);
  expect(asked).toEqual([
    ['0', '1', '2', '3', '4'],
    ['1', '3'],
    ['1', '3'],
  ]);
});

it('gives up on what SQS refuses for the sender, or for good, or does not mention', async () => {
  const asked: string[][] = [];
  changeSent = ({ Successful = [] }, sent) => {
    asked.push(sent.map(({ Id }) => Id));
    return {
      Successful: Successful.filter(({ Id }) => Id === '0'),
      Failed: [
        { Id: '1', Code: 'InvalidMessageContents', Message: 'no', SenderFault: true },
        { Id: '2', Code: 'InternalError', SenderFault: false },
      ],
    };
  };
  const results = await jobs.enqueueAll(entries(4));
  const enqueueError = (reason: string) => ({
    stored: true,
    sent: false,
    error: { code: 'ERR_ENQUEUE', message: expect.stringContaining(reason) },
  });
  expect(results).toMatchObject([
    { stored: true, sent: true },
    enqueueError('InvalidMessageContents: no'),
    enqueueError('InternalError: no reason given'),
    enqueueError('SQS did not say whether it was sent'),
  ]);
  expect(asked).toEqual([
    ['0', '1', '2', '3'],
    ['2', '3'],
    ['2', '3'],
    ['2', '3'],
  ]);
});

it('goes on where the table or the queue is asked too much', async () => {
  services.dynamodbProxy.break('PutItem', ...Array(12).fill('throttle'));
  services.sqsProxy.break('SendMessageBatch', ...Array(4).fill('throttle'));
  const results = await jobs.enqueueAll(entries(12));
  expect(results.every(({ stored, sent }) => stored && sent)).toBe(true);
  expect(services.sqs.counts().ready).toBe(12);
}, 60_000);

it('accounts for what is throttled without end', async () => {
  const { store } = jobs.parts;
  const cause = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  const error = new LwaBridgeError('ERR_JOB_STORE', 'could not store', { cause });
  const { put } = store;
  store.put = (job) => (job.input === '{"ticket":"1"}' ? Promise.reject(error) : put(job));
  const results = await jobs.enqueueAll(entries(3));
  store.put = put;
  expect(results).toMatchObject([{ sent: true }, { error, stored: false }, { sent: true }]);
}, 60_000);

it('keeps a row whose write failed apart from the others', async () => {
  services.dynamodbProxy.break('PutItem', 'drop', 'drop', 'drop', 'drop');
  const dynamodbClient = dynamoDbClient(services.dynamodbProxy.url, { maxAttempts: 1 });
  const hasty = createJobQueue(definitions, { ...services.options, dynamodbClient });
  const results = await hasty.enqueueAll(entries(10));
  const failed = results.filter(({ error }) => error);
  expect(failed).toHaveLength(4);
  expect(failed[0]).toMatchObject({ error: { code: 'ERR_JOB_STORE' }, stored: false });
  expect(services.sqs.counts().ready).toBe(6);
});

it('stores nothing for want of a setting', async () => {
  const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs.fifo';
  const fifo = createJobQueue(definitions, { ...services.options, queueUrl });
  await expect(fifo.enqueueAll(entries(3))).rejects.toMatchObject({ code: 'ERR_SETTINGS' });
  expect(services.dynamodbProxy.operations).toEqual([]);
});
