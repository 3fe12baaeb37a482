import { describe, expect, it } from 'vitest';
import type { S3Object } from '../../src/s3/s3-object.js';
import { unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import { s3ThroughSqsEvent } from '../../src/testing/events.js';
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

  it('tells a change of tags from the upload, also where a service gives both one sequencer', () => {
    const upload = { bucket: 'in', key: 'a.csv', sequencer: '00AA' };
    const event = s3ThroughSqsEvent([upload, { ...upload, eventName: 'ObjectTagging:Put' }]);
    const [first, second] = unwrapSqsS3(event).flatMap(({ objects }) => objects);
    expect(first?.id).not.toBe(second?.id);
  });
});
