import { describe, expect, it } from 'vitest';
import { unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import { s3ThroughSqsEvent, sqsEvent } from '../../src/testing/events.js';
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
          eventTime: new Date('2024-11-18T12:03:00.041Z'),
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
    const [message] = unwrapSqsS3(sqsEvent([{ Records: [record] }]));
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
