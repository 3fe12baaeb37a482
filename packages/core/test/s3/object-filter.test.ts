import { describe, expect, it } from 'vitest';
import { type ObjectFilterOptions, objectFilter } from '../../src/s3/object-filter.js';
import { type S3Object, withId } from '../../src/s3/s3-object.js';

function object(fields: Partial<S3Object>): S3Object {
  return withId({
    bucket: 'in',
    key: 'incoming/a.csv',
    rawKey: 'incoming/a.csv',
    size: 1,
    eTag: undefined,
    versionId: undefined,
    sequencer: '00A',
    eventName: 'ObjectCreated:Put',
    eventTime: undefined,
    region: undefined,
    raw: {},
    ...fields,
  });
}

describe('objectFilter', () => {
  it.each<[string, ObjectFilterOptions, Partial<S3Object>, string | undefined]>([
    ['takes created objects by default', {}, {}, undefined],
    ['takes no removals by default', {}, { eventName: 'ObjectRemoved:Delete' }, 'event'],
    [
      'takes what events names',
      { events: ['s3:ObjectRemoved:*'] },
      { eventName: 'ObjectRemoved:Delete' },
      undefined,
    ],
    ['takes nothing beside it', { events: ['ObjectRemoved:*'] }, {}, 'event'],
    [
      'takes an exact name for no pattern',
      { events: ['ObjectCreated:Put'] },
      { eventName: 'ObjectCreated:PutTwice' },
      'event',
    ],
    ['takes everything by *', { events: ['*'] }, { eventName: 'LifecycleTransition' }, undefined],
    ['takes its bucket', { bucket: 'in' }, {}, undefined],
    ['takes no other bucket', { bucket: 'in' }, { bucket: 'in2' }, 'bucket'],
    ['takes its prefix', { prefix: 'incoming/' }, {}, undefined],
    ['takes its bucket by its ARN', { bucket: 'arn:aws:s3:::in' }, {}, undefined],
    [
      'looks at the bucket first',
      { bucket: 'in' },
      { bucket: 'in2', eventName: 'ObjectRemoved:Delete' },
      'bucket',
    ],
    ['takes no other prefix', { prefix: 'incoming/' }, { key: 'done/a.csv' }, 'prefix'],
    ['takes a prefix for a text', { prefix: 'in' }, {}, undefined],
    [
      'looks at the decoded key',
      { prefix: 'a b' },
      { key: 'a b.csv', rawKey: 'a+b.csv' },
      undefined,
    ],
    ['takes its suffix', { suffix: '.csv' }, {}, undefined],
    ['takes no other suffix', { suffix: '.CSV' }, {}, 'suffix'],
  ])('%s', (_, options, fields, reason) => {
    expect(objectFilter(options)(object(fields))).toBe(reason);
  });
});

describe('a filter that would skip every object is refused:', () => {
  it.each(['ObjectCreate:Put', 's3:Objectcreated:*', 'ObjectCreated:put', 'Created*', ''])(
    'events: [%j]',
    (event) => {
      // Does not compile; a text from a file or a variable might.
      expect(() => objectFilter({ events: [event as '*'] })).toThrow(
        expect.objectContaining({ code: 'ERR_SETTINGS' }),
      );
    },
  );

  it('an empty list of events', () => {
    expect(() => objectFilter({ events: [] })).toThrow('empty list');
  });

  it.each([
    '',
    's3://in',
    'in/incoming',
    'arn:aws:s3:::in/incoming/*',
    'arn:aws:s3:eu-central-1:123456789012:accesspoint/in',
    'in-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias',
  ])('bucket: %j', (bucket) => {
    expect(() => objectFilter({ bucket })).toThrow(
      expect.objectContaining({
        code: 'ERR_SETTINGS',
        message: expect.stringContaining(`"${bucket}" is no such name`),
      }),
    );
  });
});
