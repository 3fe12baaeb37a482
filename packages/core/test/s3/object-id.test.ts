import { describe, expect, it } from 'vitest';
import type { S3Object } from '../../src/s3/s3-object.js';
import { unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import { s3ThroughSqsEvent, sqsEvent } from '../../src/testing/events.js';
import { s3Events } from '../support/event-files.js';

const idsOf = (name: string) =>
  unwrapSqsS3(s3Events.event(name)).flatMap(({ objects }) => objects.map(({ id }) => id));

describe('object.id', () => {
  it('is the same for a notification that comes twice, also another way', () => {
    const ids = idsOf('same-upload');
    expect(ids).toHaveLength(4);
    expect(new Set(ids)).toEqual(new Set(['acme-uploads/incoming/titanic.csv#00673B2C5419A7D3E0']));
  });

  it.each<[string, Partial<S3Object>]>([
    ['another upload of the same bytes', { sequencer: '00AB' }],
    ['another key', { key: 'b.csv' }],
    ['another bucket', { bucket: 'out' }],
  ])('differs for %s', (_, other) => {
    const object = { bucket: 'in', key: 'a.csv', eTag: 'same', sequencer: '00AA' };
    const event = s3ThroughSqsEvent([object, { ...object, ...(other as object) }]);
    const [first, second] = unwrapSqsS3(event).flatMap(({ objects }) => objects);
    expect(first?.id).not.toBe(second?.id);
  });

  // None of them has a sequencer, and all are of one version.
  it.each(['restored', 'eventbridge-restored', 'tags-and-acl', 'eventbridge-others'])(
    'tells apart what happens to one version of an object: %s',
    (name) => {
      const ids = idsOf(name);
      expect(ids.length).toBeGreaterThan(2);
      expect(new Set(ids).size).toBe(ids.length);
      expect(idsOf(name)).toEqual(ids);
    },
  );

  it.each([
    ['restored', 'eventbridge-restored'],
    ['tags-and-acl', 'eventbridge-others'],
  ])('is the same by both ways, whose times differ: %s, %s', (name, throughEventBridge) => {
    expect(idsOf(throughEventBridge)).toEqual(expect.arrayContaining(idsOf(name)));
  });

  it('tells two changes of tags within one second apart, and is the same by both ways', () => {
    const [first, second, ...throughEventBridge] = idsOf('tagged-twice');
    expect(first).not.toBe(second);
    expect(throughEventBridge).toEqual([first, second]);
  });

  it('tells a change of tags from the upload, also where a service gives both one sequencer', () => {
    const upload = { bucket: 'in', key: 'a.csv', sequencer: '00AA' };
    const event = s3ThroughSqsEvent([upload, { ...upload, eventName: 'ObjectTagging:Put' }]);
    const [first, second] = unwrapSqsS3(event).flatMap(({ objects }) => objects);
    expect(first?.id).not.toBe(second?.id);
  });

  it('tells apart by name what bears the id of one request: the start of a restore and its end', () => {
    expect(idOf({ eventName: 'ObjectRestore:Post' })).not.toBe(
      idOf({ eventName: 'ObjectRestore:Completed' }),
    );
  });

  it('tells apart the versions that are changed within one request', () => {
    const [one, other] = ['v1', 'v2'].map((versionId) =>
      idOf({ s3: { bucket: { name: 'in' }, object: { key: 'a.csv', eTag: 'same', versionId } } }),
    );
    expect(one).not.toBe(other);
  });

  it('tells apart the rules that replicate what one request wrote', () => {
    const eventName = 'Replication:OperationFailedReplication';
    const [one, other] = ['to-the-archive', 'to-another-region'].map((replicationRuleId) =>
      idOf({ eventName, replicationEventData: { replicationRuleId } }),
    );
    expect(one).not.toBe(other);
  });

  it('tells by the time where an event that was written by hand names no request', () => {
    const at = (eventTime: string) => idOf({ eventTime, responseElements: undefined });
    expect(at('2024-11-18T12:03:00.041Z')).not.toBe(at('2024-11-18T12:03:00.688Z'));
    expect(at('2024-11-18T12:03:00.041Z')).toBe(at('2024-11-18T12:03:00.041Z'));
  });
});

function idOf(fields: object): string | undefined {
  const record = {
    eventName: 'ObjectTagging:Put',
    eventTime: '2024-11-18T12:03:00.041Z',
    responseElements: { 'x-amz-request-id': 'FCAVDR2951SFG8NQ' },
    s3: { bucket: { name: 'in' }, object: { key: 'a.csv', eTag: 'same' } },
    ...fields,
  };
  return unwrapSqsS3(sqsEvent([{ Records: [record] }]))[0]?.objects[0]?.id;
}
