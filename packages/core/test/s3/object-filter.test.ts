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
    ['takes no other prefix', { prefix: 'incoming/' }, { key: 'done/a.csv' }, 'prefix'],
  ])('%s', (_, options, fields, reason) => {
    expect(objectFilter(options)(object(fields))).toBe(reason);
  });

  it.each<[string, ObjectFilterOptions]>([
    ['the same prefix', { bucket: 'in', prefix: 'a/', output: { bucket: 'in', prefix: 'a/' } }],
    ['a prefix inside', { bucket: 'in', prefix: 'a/', output: { prefix: 'a/done/' } }],
    ['anywhere in the bucket', { bucket: 'in', output: { bucket: 'in', prefix: 'done/' } }],
    ['any bucket', { prefix: 'a/', output: { bucket: 'out', prefix: 'a/' } }],
  ])('refuses an output in its own input: %s', (_, options) => {
    expect(() => objectFilter(options)).toThrow(
      expect.objectContaining({
        code: 'ERR_SETTINGS',
        message: expect.stringContaining('for ever'),
      }),
    );
  });

  it.each<[string, ObjectFilterOptions]>([
    ['another bucket', { bucket: 'in', output: { bucket: 'out', prefix: '' } }],
    ['another prefix', { bucket: 'in', prefix: 'a/', output: { prefix: 'b/' } }],
  ])('accepts an output elsewhere: %s', (_, options) => {
    expect(objectFilter(options)).toBeTypeOf('function');
  });
});

describe('events that S3 does not send', () => {
  it.each([['ObjectCreate:Put'], ['s3:Objectcreated:*'], ['Created*'], ['']])(
    '%j is refused: it would skip every message',
    (event) => {
      expect(() => objectFilter({ events: [event] })).toThrow(
        expect.objectContaining({ code: 'ERR_SETTINGS' }),
      );
    },
  );

  it('an empty list is refused', () => {
    expect(() => objectFilter({ events: [] })).toThrow('empty list');
  });
});
