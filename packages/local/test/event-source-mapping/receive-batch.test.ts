import type { Message } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { receiveBatch, splitBySize } from '../../src/event-source-mapping/receive-batch.js';
import { startSqsStub } from './sqs-stub.js';

const settings = {
  batchSize: 10,
  maximumBatchingWindow: 300,
  maximumConcurrency: 1,
  reportBatchItemFailures: true,
};

const message = (id: number, bytes: number): Message => ({
  MessageId: String(id),
  Body: 'x'.repeat(bytes),
});

it('leaves a batch that fits as it is', () => {
  const messages = Array.from({ length: 1000 }, (_, id) => message(id, 10));
  expect(splitBySize(messages)).toEqual([messages]);
});

it('divides a batch that is too large for one event, in order', () => {
  const messages = Array.from({ length: 10 }, (_, id) => message(id, 1024 * 1024 - 100));
  const parts = splitBySize(messages);
  expect(parts.map((part) => part.length)).toEqual([5, 5]);
  expect(parts.flat()).toEqual(messages);
});

it('counts what JSON makes of a body', () => {
  const quotes = Array.from({ length: 10 }, (_, id) => ({
    MessageId: String(id),
    Body: '"'.repeat(900_000),
  }));
  const parts = splitBySize(quotes);
  for (const part of parts) {
    expect(Buffer.byteLength(JSON.stringify(part.map(({ Body }) => Body)))).toBeLessThan(6_291_456);
  }
  expect(parts.flat()).toEqual(quotes);
});

it('makes nothing of nothing', () => {
  expect(splitBySize([])).toEqual([]);
});

it('gives what it has where the queue fails before the batch is full', async () => {
  const { sqs, url, receives } = await startSqsStub([[{ id: 'a' }], new Error('no more')]);
  const batch = await receiveBatch(sqs, `${url}/0/q`, settings, new AbortController().signal);
  expect(batch.map(({ MessageId }) => MessageId)).toEqual(['a']);
  expect(receives()).toBe(2);
});

it('fails where the first receive does', async () => {
  const { sqs, url } = await startSqsStub([new Error('not for you')]);
  await expect(
    receiveBatch(sqs, `${url}/0/q`, settings, new AbortController().signal),
  ).rejects.toThrow('not for you');
});
