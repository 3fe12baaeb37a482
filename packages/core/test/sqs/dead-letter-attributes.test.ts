import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deadLetterAttributes } from '../../src/sqs/dead-letter/dead-letter-attributes.js';
import type { MessageContext, SqsRecord, SqsRecordAttribute } from '../../src/sqs/message.js';
import { readMessage } from '../../src/sqs/read-message.js';
import { runs, runsTimeout } from '../support/runs.js';

const limit = 1_048_576;
const reasons = [
  'DeadLetterReason',
  'DeadLetterErrorCode',
  'DeadLetterMessageId',
  'DeadLetterSourceArn',
  'DeadLetterRequestId',
  'DeadLetterReceiveCount',
];

function attributesOf(
  reason: string,
  { body = '{}', own = {} }: { body?: string; own?: Record<string, SqsRecordAttribute> } = {},
) {
  const attributes = { ApproximateReceiveCount: '2' };
  const eventSourceARN = 'arn:aws:sqs:us-east-1:123456789012:queue';
  const record = {
    messageId: 'message-1',
    body,
    attributes,
    messageAttributes: own,
    eventSourceARN,
  };
  const message = readMessage(record as unknown as SqsRecord);
  const context = { awsRequestId: 'r-1', message } as MessageContext;
  return deadLetterAttributes(new Error(reason), context);
}

const own = (count: number, from = 0): Record<string, SqsRecordAttribute> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `own-${from + n}`,
      { stringValue: 'x', dataType: 'String' },
    ]),
  );

it.each([
  [0, 6],
  [4, 6],
  [5, 5],
  [9, 1],
  [10, 0],
])(
  '%i attributes of its own leave room for %i of the reason, the most telling first',
  (count, room) => {
    const names = Object.keys(attributesOf('no', { own: own(count) }));
    expect(names).toEqual([...Object.keys(own(count)), ...reasons.slice(0, room)]);
  },
);

it('those of an earlier time in a dead-letter queue are replaced', () => {
  const old = Object.fromEntries(
    reasons.map((name) => [name, { stringValue: 'old', dataType: 'String' }]),
  );
  const attributes = attributesOf('new', { own: { ...old, ...own(4) } });
  expect(Object.keys(attributes)).toHaveLength(10);
  expect(JSON.stringify(attributes)).not.toContain('old');
});

it.each([
  ['control characters', 'a\u0000b\u001f', 'a\ufffdb\ufffd'],
  ['half a surrogate pair', 'cut \ud83d', 'cut \ufffd'],
  ['what is no character', '\ufffe\uffff', '\ufffd\ufffd'],
  ['all that SQS takes', 'tab\tline\r\nü😀', 'tab\tline\r\nü😀'],
])('a reason with %s can be sent', (_what, reason, sent) => {
  expect(attributesOf(reason).DeadLetterReason?.StringValue).toBe(sent);
});

it('a long reason is cut to 4 KiB, between characters', () => {
  const text = attributesOf('😀'.repeat(5000)).DeadLetterReason?.StringValue ?? '';
  expect(Buffer.byteLength(text)).toBeGreaterThan(4090);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096);
  expect(text).toMatch(/^(😀)+…$/u);
});

it('no reason is no attribute: SQS takes no empty ones', () => {
  expect(Object.keys(attributesOf(''))).toEqual(reasons.slice(1));
});

it(
  'whatever the message, it stays within the limits of SQS and keeps what it had',
  runsTimeout,
  () => {
    const sizes = fc.record({
      count: fc.integer({ min: 0, max: 10 }),
      free: fc.integer({ min: 0, max: 300 }),
      reason: fc.string({ unit: 'binary', maxLength: 400 }),
    });
    fc.assert(
      fc.property(sizes, ({ count, free, reason }) => {
        const before = own(count);
        const spent = Object.keys(before).reduce((sum, name) => sum + name.length + 7, 0);
        const body = 'b'.repeat(limit - spent - free);
        const attributes = attributesOf(reason, { body, own: before });
        const names = Object.keys(attributes);
        let bytes = body.length;
        for (const [name, { DataType = '', StringValue = '' }] of Object.entries(attributes)) {
          expect(StringValue).not.toBe('');
          bytes += Buffer.byteLength(name + DataType + StringValue);
        }
        expect(bytes).toBeLessThanOrEqual(limit);
        expect(names.length).toBeLessThanOrEqual(10);
        expect(names.slice(0, count)).toEqual(Object.keys(before));
      }),
      runs(25),
    );
  },
);
