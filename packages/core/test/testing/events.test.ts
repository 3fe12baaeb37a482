import { describe, expect, it } from 'vitest';
import { unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import {
  invoke,
  s3Event,
  s3ThroughSqsEvent,
  scheduledEvent,
  sqsEvent,
} from '../../src/testing/index.js';

describe('sqsEvent', () => {
  it('has records shaped like the real ones', () => {
    const { Records } = sqsEvent([{ a: 1 }, 'text']);
    expect(Records).toHaveLength(2);
    expect(Records[0]).toEqual({
      messageId: 'message-1',
      receiptHandle: expect.any(String),
      body: '{"a":1}',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {},
      md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:queue',
      awsRegion: 'us-east-1',
    });
    expect(Records[1]?.body).toBe('text');
  });

  it('has ids and receipts of each message’s own', () => {
    const { Records } = sqsEvent(Array(20).fill({}));
    expect(new Set(Records.map(({ messageId }) => messageId)).size).toBe(20);
    expect(new Set(Records.map(({ receiptHandle }) => receiptHandle)).size).toBe(20);
  });

  it('has what FIFO queues add', () => {
    const { Records } = sqsEvent([{ id: 'a' }, { id: 'b' }], {
      queueName: 'orders.fifo',
      receiveCount: 3,
      groupId: (body, index) => `${(body as { id: string }).id}-${index}`,
    });
    expect(Records[1]).toMatchObject({
      eventSourceARN: expect.stringMatching(/:orders\.fifo$/),
      attributes: {
        ApproximateReceiveCount: '3',
        MessageGroupId: 'b-1',
        MessageDeduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
        SequenceNumber: expect.stringMatching(/^\d{20}$/),
      },
    });
    const [first = '', second = ''] = Records.map(({ attributes }) => attributes.SequenceNumber);
    expect(first < second).toBe(true);
  });

  it('has groups on a standard queue only where they are given: a fair queue', () => {
    const attributesOf = (event: SqsEvent) => event.Records.map(({ attributes }) => attributes);
    const [fair] = attributesOf(sqsEvent([{}], { groupId: (_body, index) => `tenant-${index}` }));
    expect(fair).toMatchObject({ MessageGroupId: 'tenant-0' });
    expect(fair).not.toHaveProperty('SequenceNumber');
    const [plain] = attributesOf(sqsEvent([{}]));
    expect(plain).not.toHaveProperty('MessageGroupId');
  });

  it('survives the way through JSON and HTTP', async () => {
    const event = sqsEvent([{ text: 'ü😀"\\' }]);
    expect(await invoke((received) => received, event)).toEqual(event);
  });
});

describe('s3Event', () => {
  it('encodes keys as S3 does: as a form, its slashes left', () => {
    const key = "in/my file+ü&'().csv";
    const [record] = s3Event([{ bucket: 'b', key }]).Records as [
      { s3: { object: { key: string } } },
    ];
    const sent = record.s3.object.key;
    expect(sent).toMatch(/^in\/my\+file%2B%C3%BC%26/);
    expect(decodeURIComponent(sent.replaceAll('+', ' '))).toBe(key);
  });

  it('has no size and no eTag for a removal', () => {
    const [record] = s3Event([{ bucket: 'b', key: 'k', eventName: 'ObjectRemoved:Delete' }])
      .Records as [{ s3: { object: object } }];
    expect(record.s3.object).not.toHaveProperty('size');
    expect(record.s3.object).not.toHaveProperty('eTag');
  });
});

it('s3ThroughSqsEvent tells two changes of the tags of one object apart, as S3 does', () => {
  const tagged = { bucket: 'b', key: 'k', eventName: 'ObjectTagging:Put' };
  const messages = unwrapSqsS3(s3ThroughSqsEvent([tagged, tagged]));
  const [first, second] = messages.map(({ objects: [object] }) => object?.id);
  expect(first).toContain('ObjectTagging:Put');
  expect(second).not.toBe(first);
});

it('s3ThroughSqsEvent has a message for each object', () => {
  const { Records } = s3ThroughSqsEvent([
    { bucket: 'b', key: 'one' },
    { bucket: 'b', key: 'two' },
  ]);
  const keys = Records.map(({ body }) => JSON.parse(body).Records[0].s3.object.key);
  expect(keys).toEqual(['one', 'two']);
});

it('scheduledEvent is the event of an EventBridge schedule', () => {
  expect(scheduledEvent('nightly')).toMatchObject({
    version: '0',
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    resources: [expect.stringMatching(/:rule\/nightly$/)],
    detail: {},
  });
});
