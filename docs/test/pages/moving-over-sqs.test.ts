import { join } from 'node:path';
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { RetryAfterError, sqsHandler } from 'lwa-bridge';
import { deliver, sqsEvent } from 'lwa-bridge/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writePage } from './write-page.js';

const folder = writePage('moving-over.md', 'moving-over-sqs');
const page = (file: string) => import(join(folder, file));

const { handler: after } = await page('after.ts');
const { handler: powertools } = await page('powertools.ts');
const { handler: middy } = await page('middy.ts');
const { handler: loop } = await page('listing-loop.ts');
const { recordHandler } = await page('record-handler.ts');

const before = [
  ['Powertools', powertools],
  ['middy', middy],
  ['a loop that lists what failed', loop],
] as const;
// middy writes what failed there.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));

const mixed = [{ id: 1 }, {}, { id: 3 }, {}];

describe.each(before)('from %s', (_library, handler) => {
  it('the same messages are deleted, on a standard queue', async () => {
    for (const tried of [handler, after]) {
      const { deleted } = await deliver(tried, sqsEvent(mixed));
      expect(deleted).toEqual(['message-1', 'message-3']);
    }
  });

  it('on a FIFO queue a message has overtaken one of its group, and does so no more', async () => {
    const event = sqsEvent(mixed, { queueName: 'orders.fifo' });
    expect(await deliver(handler, event)).toMatchObject({ deleted: ['message-1', 'message-3'] });
    expect(await deliver(after, event)).toMatchObject({ deleted: ['message-1'] });
  });
});

describe('a batch that fails as a whole', () => {
  const event = sqsEvent([{}, {}]);
  const returned = ['message-1', 'message-2'];
  const options = { body: 'text', throwOnFullBatchFailure: false } as const;
  const listing = sqsHandler((_body, { message }) => recordHandler(message.raw), options);

  it.each([
    ['Powertools', powertools],
    ['the two lines', after],
  ])('fails the invocation: %s', async (_which, handler) => {
    const outcome = await deliver(handler, event);
    expect(outcome).toMatchObject({ deleted: [], returned, error: expect.anything() });
  });

  it.each([
    ['middy', middy],
    ['the loop', loop],
    ['the two lines with throwOnFullBatchFailure: false', listing],
  ])('is listed: %s', async (_which, handler) => {
    expect(await deliver(handler, event)).toEqual({ deleted: [], returned });
  });
});

describe('a message that is put off, alone in its batch', () => {
  const putOff = () => {
    throw new RetryAfterError('later', { seconds: 60 });
  };
  const visibilityTimeouts = { 'message-1': 60 };
  const returned = ['message-1'];

  it('fails the invocation', async () => {
    const outcome = await deliver(sqsHandler(putOff), sqsEvent([{}]));
    expect(outcome).toMatchObject({ returned, visibilityTimeouts, error: expect.anything() });
  });

  it('is listed with throwOnFullBatchFailure: false', async () => {
    const handler = sqsHandler(putOff, { throwOnFullBatchFailure: false });
    const outcome = await deliver(handler, sqsEvent([{}]));
    expect(outcome).toEqual({ deleted: [], returned, visibilityTimeouts });
  });
});

describe('a function that takes the context', async () => {
  const { recordHandler: ofTwo } = await page('with-context/record-handler.ts');
  const { handler } = await page('with-context/after.ts');
  const context = { functionName: 'orders' } as never;
  const told = 'orders: the order has no id';

  it('gets it from Powertools', async () => {
    const processor = new BatchProcessor(EventType.SQS);
    const reply = processPartialResponse(sqsEvent([{}]), ofTwo, processor, { context });
    await expect(reply).rejects.toMatchObject({ recordErrors: [{ message: told }] });
  });

  it('gets it from the two lines', async () => {
    const errors: unknown[] = [];
    const keep = ({ err }: { err?: Error }) => errors.push(err?.message);
    const log = { debug: keep, info: keep, warn: keep, error: keep };
    await deliver(handler, sqsEvent([{}]), { functionName: 'orders', log });
    expect(errors).toContain(told);
  });
});
