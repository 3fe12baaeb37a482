import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { SqsRecord } from '../../src/sqs/message.js';

/** Expects that a record has all that the event source mapping sends, and in its form. */
export function expectRealRecord(record: SqsRecord): void {
  expect(record).toMatchObject({
    receiptHandle: expect.stringMatching(/^[\w+/=]{100,}$/),
    attributes: {
      ApproximateReceiveCount: expect.stringMatching(/^\d+$/),
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      SenderId: expect.any(String),
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
    },
    messageAttributes: expect.any(Object),
    md5OfBody: createHash('md5').update(record.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: expect.stringMatching(/^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/),
    awsRegion: record.eventSourceARN.split(':')[3],
  });
  if (!record.eventSourceARN.endsWith('.fifo')) return;
  expect(record.attributes).toMatchObject({
    MessageGroupId: expect.any(String),
    MessageDeduplicationId: expect.any(String),
    SequenceNumber: expect.stringMatching(/^\d{20}$/),
  });
}
