import { describe, expect, it } from 'vitest';
import { unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import { s3ThroughSqsEvent } from '../../src/testing/events.js';
import { s3Events } from '../support/event-files.js';

const eTag = '1f3870be274f6c49b3e31a0c6728957f';
const versionId = 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e';
const longestKey = `incoming/${'€'.repeat(338)}x`;

function unwrapFile(name: string) {
  return unwrapSqsS3(s3Events.event(name));
}

function objectsOf(name: string) {
  return unwrapFile(name).flatMap(({ objects }) => objects);
}

describe('unwrapSqsS3', () => {
  it('reads every field of a notification', () => {
    const [message] = unwrapFile('put');
    expect(message).toEqual({
      messageId: s3Events.event('put').Records[0]?.messageId,
      objects: [
        {
          id: 'acme-uploads/incoming/titanic.csv#00673B2C5419A7D3E0',
          bucket: 'acme-uploads',
          key: 'incoming/titanic.csv',
          rawKey: 'incoming/titanic.csv',
          size: 88_882,
          eTag,
          versionId: undefined,
          sequencer: '00673B2C5419A7D3E0',
          eventName: 'ObjectCreated:Put',
          eventTime: new Date('2024-11-18T12:03:00.000Z'),
          region: 'eu-central-1',
          raw: expect.objectContaining({ eventVersion: '2.1', eventName: 'ObjectCreated:Put' }),
        },
      ],
      skipped: [],
      malformed: [],
    });
  });

  it('decodes keys and keeps them as they came', () => {
    const objects = objectsOf('encoded-keys');
    expect(objects.map(({ key }) => key)).toEqual([
      'incoming/my passenger list.csv',
      'incoming/a+b 100%.csv',
      'incoming/Jürgen 🚢.csv',
      longestKey,
    ]);
    expect(objects[0]?.rawKey).toBe('incoming/my+passenger+list.csv');
    expect(Buffer.byteLength(longestKey)).toBe(1024);
  });

  it.each(['sns-wrapped', 'sns-raw'])('reads the same through SNS: %s', (name) => {
    expect(objectsOf(name)).toMatchObject([{ key: 'incoming/my passenger list.csv', eTag }]);
  });

  it('does not decode keys from EventBridge', () => {
    expect(objectsOf('eventbridge-created')).toEqual([
      {
        id: 'acme-uploads/incoming/a+b 100%.csv#00673B2C5419A7D3E0',
        bucket: 'acme-uploads',
        key: 'incoming/a+b 100%.csv',
        rawKey: 'incoming/a+b 100%.csv',
        size: 88_882,
        eTag,
        versionId,
        sequencer: '00673B2C5419A7D3E0',
        eventName: 'ObjectCreated:Put',
        eventTime: new Date('2024-11-18T12:03:00Z'),
        region: 'eu-central-1',
        raw: expect.objectContaining({ account: '123456789012', 'detail-type': 'Object Created' }),
      },
    ]);
    expect(objectsOf('eventbridge-keys').map(({ key }) => key)).toEqual([
      'incoming/my passenger list.csv',
      'incoming/%41+%2B.csv',
      'incoming/Jürgen 🚢.csv',
      longestKey,
    ]);
  });

  it('gives events from EventBridge the names of S3', () => {
    expect(objectsOf('eventbridge-deleted').map(({ eventName }) => eventName)).toEqual([
      'ObjectRemoved:DeleteMarkerCreated',
      'LifecycleExpiration:Delete',
    ]);
    const [message] = unwrapSqsS3(
      eventOf({
        source: 'aws.s3',
        'detail-type': 'Object Created',
        detail: { bucket: { name: 'b' }, object: { key: 'k' }, reason: 'SomethingNew' },
      }),
    );
    expect(message?.objects).toMatchObject([{ eventName: 'ObjectCreated:SomethingNew' }]);
  });

  it.each([
    [
      'eventbridge-copies',
      ['Post', 'Copy', 'CompleteMultipartUpload'].map((n) => `ObjectCreated:${n}`),
    ],
    ['eventbridge-restored', ['Post', 'Completed', 'Delete'].map((n) => `ObjectRestore:${n}`)],
    [
      'eventbridge-others',
      [
        'LifecycleTransition',
        'IntelligentTiering',
        'ObjectAcl:Put',
        'ObjectTagging:Put',
        'ObjectTagging:Delete',
      ],
    ],
    ['eventbridge-through-sns', ['ObjectCreated:Put']],
  ])('names the events of %s', (name, eventNames) => {
    expect(objectsOf(name).map(({ eventName }) => eventName)).toEqual(eventNames);
  });

  it.each(['constructor', '__proto__', 'toString', 'Something New'])(
    'takes a detail type or a reason that it does not know as it stands: %s',
    (unknown) => {
      const detail = { bucket: { name: 'b' }, object: { key: 'k' }, reason: unknown };
      const event = { source: 'aws.s3', detail };
      const objectOf = (body: object) => unwrapSqsS3(eventOf(body))[0]?.objects[0];
      expect(objectOf({ ...event, 'detail-type': unknown })?.eventName).toBe(unknown);
      expect(objectOf({ ...event, 'detail-type': 'Object Created' })?.eventName).toBe(
        `ObjectCreated:${unknown}`,
      );
    },
  );

  it('takes a version of null for none: the bucket has no versions', () => {
    expect(objectsOf('unversioned-null')).toMatchObject([{ versionId: undefined }]);
  });

  it('reads the version and the eTag of a multipart upload', () => {
    expect(objectsOf('versioned')).toMatchObject([{ versionId }]);
    expect(objectsOf('multipart')).toMatchObject([
      { eTag: 'd41d8cd98f00b204e9800998ecf8427e-512', size: 5_368_709_120 },
    ]);
  });

  it('knows that a removal has no size and no eTag', () => {
    expect(objectsOf('removed')).toMatchObject([
      { eventName: 'ObjectRemoved:Delete', size: undefined, eTag: undefined },
    ]);
    expect(objectsOf('removed-marker')).toMatchObject([
      { eventName: 'ObjectRemoved:DeleteMarkerCreated', size: undefined },
    ]);
  });

  it('reads restored and lifecycle events', () => {
    const restored = objectsOf('restored');
    expect(restored).toMatchObject([
      { eventName: 'ObjectRestore:Post' },
      { eventName: 'ObjectRestore:Completed', sequencer: undefined, size: 88_882 },
      { eventName: 'ObjectRestore:Delete', size: undefined },
    ]);
    // What only such events say is in the notification itself.
    expect(restored[1]?.raw).toMatchObject({
      glacierEventData: { restoreEventData: { lifecycleRestoreStorageClass: 'GLACIER' } },
    });
    expect(objectsOf('lifecycle')).toMatchObject([
      { eventName: 'LifecycleExpiration:Delete' },
      { eventName: 'LifecycleTransition' },
    ]);
  });

  it('reads replication, tags and access lists', () => {
    expect(objectsOf('replication')).toMatchObject([
      {
        eventName: 'Replication:OperationFailedReplication',
        raw: { replicationEventData: { destinationBucket: 'arn:aws:s3:::acme-archive' } },
      },
    ]);
    expect(objectsOf('tags-and-acl').map(({ eventName }) => eventName)).toEqual([
      'ObjectTagging:Put',
      'ObjectTagging:Delete',
      'ObjectAcl:Put',
    ]);
  });

  it.each([-1, 1.5, Number.MAX_SAFE_INTEGER + 1, '12', null])('takes %j for no size', (size) => {
    const record = { eventName: 'e', s3: { bucket: { name: 'b' }, object: { key: 'k', size } } };
    const [message] = unwrapSqsS3(eventOf({ Records: [record] }));
    expect(message?.objects).toMatchObject([{ size: undefined }]);
  });

  it('gives several objects of one message in their order', () => {
    const [message] = unwrapFile('several-records');
    expect(message?.objects.map(({ key }) => key)).toEqual(['incoming/a.csv', 'incoming/b.csv']);
    expect(message?.skipped).toEqual([
      { reason: 'folder-marker', bucket: 'acme-uploads', key: 'incoming/' },
    ]);
  });

  it.each(['folder-marker', 'eventbridge-folder-marker'])('names what it skips: %s', (name) => {
    expect(unwrapFile(name)).toMatchObject([
      { objects: [], skipped: [{ reason: 'folder-marker', key: 'incoming/2024/' }], malformed: [] },
    ]);
  });

  it('gives the removal of a folder marker as an object: nothing says that it was empty', () => {
    const removal = { bucket: 'b', key: 'in/', eventName: 'ObjectRemoved:Delete' };
    const [message] = unwrapSqsS3(s3ThroughSqsEvent([removal]));
    expect(message).toMatchObject({ objects: [{ key: 'in/', size: undefined }], skipped: [] });
  });

  it.each(['test-event', 'test-event-through-sns'])('names what it skips: %s', (name) => {
    expect(unwrapFile(name)).toMatchObject([
      { objects: [], skipped: [{ reason: 'test-event', bucket: 'acme-uploads' }], malformed: [] },
    ]);
  });

  it.each([
    ['body-not-json', 'body', 'the body is not JSON'],
    ['body-encoded-twice', 'body', 'the body is no notification of S3, SNS or EventBridge'],
    ['body-of-something-else', 'body', 'the body is no notification of S3, SNS or EventBridge'],
    ['envelope-not-json', 'envelope', "the SNS envelope's Message is not JSON"],
    ['envelope-of-something-else', 'envelope', "the SNS envelope's Message is no notification"],
    ['subscription-confirmation', 'body', 'open its SubscribeURL'],
    ['record-malformed', 'record', 'Records[1] is malformed: it names no bucket'],
    ['record-malformed-in-envelope', 'record', 'Records[1] is malformed: it names no key'],
    ['eventbridge-malformed', 'record', 'the event is malformed: it names no key'],
    ['eventbridge-cloudtrail', 'record', 'the event is malformed: it names no bucket'],
  ])('names what is malformed and keeps the rest: %s', (name, level, message) => {
    const [good, bad] = unwrapFile(name);
    expect(good).toMatchObject({ objects: [{ key: 'incoming/titanic.csv' }], malformed: [] });
    expect(bad?.malformed).toMatchObject([{ level, message: expect.stringContaining(message) }]);
  });

  it('says of each malformed record what is wrong', () => {
    const messages = unwrapFile('record-malformed').flatMap(({ malformed }) =>
      malformed.map(({ message }) => message),
    );
    expect(messages).toEqual([
      'Records[1] is malformed: it names no bucket',
      'Records[0] is malformed: it names no key',
      'Records[0] is malformed: it has no eventName',
      'Records[0] is malformed: it is not an object',
      "Records[0] is malformed: its key can't be decoded: incoming/%E0%A4%A",
    ]);
  });

  it('reads a record without messageId, and one that is no record', () => {
    const records = [{ body: JSON.stringify({ Records: [] }) }, null, 'x', {}];
    const event = { Records: records } as unknown as SqsEvent;
    expect(unwrapSqsS3(event).map(({ messageId }) => messageId)).toEqual(['', '', '', '']);
    expect(unwrapSqsS3(event).every(({ malformed }) => malformed.length === 1)).toBe(true);
  });

  it.each([null, undefined, [], 'x', {}, { Records: 'x' }])('refuses %j as an event', (event) => {
    expect(() => unwrapSqsS3(event as unknown as SqsEvent)).toThrow(
      expect.objectContaining({ code: 'ERR_NOT_AN_SQS_EVENT' }),
    );
  });

  it('finds something in each message of each event file', () => {
    for (const name of s3Events.names) {
      for (const { objects, skipped, malformed } of unwrapFile(name)) {
        expect(objects.length + skipped.length + malformed.length, name).toBeGreaterThan(0);
      }
    }
  });
});

function eventOf(body: unknown): SqsEvent {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { Records: [{ messageId: 'm', body: text }] } as SqsEvent;
}
