import { describe, expect, it } from 'vitest';
import { unwrapSqsS3 } from '../../src/s3/unwrap-sqs-s3.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import { s3ThroughSqsEvent, sqsEvent } from '../../src/testing/events.js';
import { s3Events } from '../support/event-files.js';

const namesOf = (event: SqsEvent) =>
  unwrapSqsS3(event).flatMap(({ objects }) => objects.map(({ eventName }) => eventName));

describe('eventName', () => {
  it.each(['s3:ObjectCreated:Put', 'ObjectCreated:Put'])('is without `s3:`: %s', (eventName) => {
    const event = s3ThroughSqsEvent([{ bucket: 'in', key: 'a.csv', eventName }]);
    expect(namesOf(event)).toEqual(['ObjectCreated:Put']);
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
    ['eventbridge-deleted', ['ObjectRemoved:DeleteMarkerCreated', 'LifecycleExpiration:Delete']],
    ['eventbridge-through-sns', ['ObjectCreated:Put']],
  ])('is the one of S3 also through EventBridge: %s', (name, eventNames) => {
    expect(namesOf(s3Events.event(name))).toEqual(eventNames);
  });

  it.each(['constructor', '__proto__', 'toString', 'Something New'])(
    'is what EventBridge calls it where S3 has no name for that: %s',
    (unknown) => {
      const detail = { bucket: { name: 'b' }, object: { key: 'k' }, reason: unknown };
      const event = { source: 'aws.s3', detail };
      const namedBy = (type: string) => namesOf(sqsEvent([{ ...event, 'detail-type': type }]));
      expect(namedBy(unknown)).toEqual([unknown]);
      expect(namedBy('Object Created')).toEqual([`ObjectCreated:${unknown}`]);
    },
  );
});
