import type { Message } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { splitBySize } from '../../src/event-source-mapping/receive-batch.js';

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
