import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ObjectFilterOptions, objectFilter } from '../../src/s3/object-filter.js';
import { type KeyRange, refuseLoop } from '../../src/s3/refuse-loop.js';

type Case = [string, ObjectFilterOptions];

describe('an output in its own input is refused', () => {
  it.each<Case>([
    ['the same prefix', { bucket: 'in', prefix: 'a/', output: { bucket: 'in', prefix: 'a/' } }],
    ['a prefix inside', { bucket: 'in', prefix: 'a/', output: { prefix: 'a/done/' } }],
    [
      'a prefix that ends within a name',
      { bucket: 'in', prefix: 'a', output: { prefix: 'a-done/' } },
    ],
    ['no input prefix', { bucket: 'in', output: { bucket: 'in', prefix: 'done/' } }],
    ['an empty input prefix', { bucket: 'in', prefix: '', output: { prefix: 'done/' } }],
    ['an empty output prefix', { bucket: 'in', prefix: 'a/', output: { prefix: '' } }],
    ['an output prefix around it', { bucket: 'in', prefix: 'a/b/', output: { prefix: 'a/' } }],
    ['only a bucket, the same', { bucket: 'in', prefix: 'a/', output: { bucket: 'in' } }],
    ['any input bucket', { prefix: 'a/', output: { bucket: 'out', prefix: 'a/' } }],
    ['any suffix', { bucket: 'in', suffix: '.csv', output: { prefix: 'done/' } }],
    ['the same suffix', { bucket: 'in', suffix: '.csv', output: { prefix: '', suffix: '.csv' } }],
    [
      'a longer suffix',
      { bucket: 'in', suffix: '.csv', output: { prefix: '', suffix: '.done.csv' } },
    ],
    [
      'a shorter suffix',
      { bucket: 'in', suffix: '.done.csv', output: { prefix: '', suffix: '.csv' } },
    ],
    ['a suffix of the output only', { bucket: 'in', output: { prefix: 'done/', suffix: '.json' } }],
    [
      'one of several',
      { bucket: 'in', prefix: 'a/', output: [{ prefix: 'b/' }, { prefix: 'a/c/' }] },
    ],
    ['an ARN of the same bucket', { bucket: 'in', output: { bucket: 'arn:aws:s3:::in' } }],
    ['a name for an ARN', { bucket: 'arn:aws-cn:s3:::in', output: { bucket: 'in' } }],
    ['all events', { events: ['*'], bucket: 'in', output: { bucket: 'in' } }],
    ['one event', { events: ['s3:ObjectCreated:Copy'], bucket: 'in', output: { bucket: 'in' } }],
  ])('%s', (_, options) => {
    expect(() => objectFilter(options)).toThrow(
      expect.objectContaining({
        code: 'ERR_SETTINGS',
        message: expect.stringContaining('for ever'),
      }),
    );
  });

  // Whatever it leads to may be the input: a multi-region access point also to a replica of it.
  it.each([
    'arn:aws:s3:eu-central-1:123456789012:accesspoint/reports',
    'arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap',
    'mfzwi23gnjvgw.mrap',
    'reports-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias',
    'reports-hrzrlukc5m36ft7okagglf3gmwluqu--ol-s3',
    's3://out/done/',
    '',
  ])('no bucket, so perhaps the same: %j', (bucket) => {
    const input = { bucket: 'in', prefix: 'a/' };
    expect(() => objectFilter({ ...input, output: { bucket, prefix: 'a/b/' } })).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`"${bucket}" names no bucket`) }),
    );
    expect(objectFilter({ ...input, output: { bucket, prefix: 'b/' } })).toBeTypeOf('function');
  });

  it('with a sentence that names both and says what to do', () => {
    const options = { bucket: 'in', prefix: 'a/', suffix: '.csv', output: { prefix: 'a/b/' } };
    expect(() => objectFilter(options)).toThrow(
      's3Handler: an object written to in/a/b/* can be one of the input, in/a/*.csv, so the handler ' +
        'would trigger itself for ever: write to another bucket or prefix, or name the output more closely',
    );
    expect(() => objectFilter({ output: { prefix: 'b/' } })).toThrow(
      'name the bucket of the input',
    );
  });
});

describe('an output elsewhere is accepted', () => {
  it.each<Case>([
    ['another bucket', { bucket: 'in', output: { bucket: 'out' } }],
    ['another bucket by its ARN', { bucket: 'in', output: { bucket: 'arn:aws:s3:::in-2' } }],
    ['another prefix', { bucket: 'in', prefix: 'a/', output: { prefix: 'b/' } }],
    [
      'a prefix that only looks inside',
      { bucket: 'in', prefix: 'a/', output: { prefix: 'a-done/' } },
    ],
    ['another suffix', { bucket: 'in', suffix: '.csv', output: { prefix: '', suffix: '.json' } }],
    ['another prefix of any bucket', { prefix: 'a/', output: { prefix: 'b/' } }],
    ['several', { bucket: 'in', prefix: 'a/', output: [{ prefix: 'b/' }, { bucket: 'out' }] }],
    ['for events that no write is', { events: ['ObjectRemoved:*'], output: { prefix: '' } }],
  ])('%s', (_, options) => {
    expect(objectFilter(options)).toBeTypeOf('function');
  });
});

describe('any input and output', () => {
  const texts = fc.constantFrom('', 'a', 'b', 'ab', 'ba', 'aa', 'aba');
  const ranges = fc.record({
    bucket: fc.constantFrom('x', 'y', undefined),
    prefix: texts,
    suffix: texts,
  });
  const keys = allTexts('ab', 6);
  const holds = ({ prefix, suffix }: KeyRange, key: string) =>
    key.startsWith(prefix) && key.endsWith(suffix);

  it('are refused exactly where some key is of both', () => {
    fc.assert(
      fc.property(ranges, ranges, (input, { bucket, ...written }) => {
        const output = { ...written, ...(bucket !== undefined && { bucket }) };
        const sameBucket = !input.bucket || !bucket || input.bucket === bucket;
        const shared =
          sameBucket && keys.some((key) => holds(input, key) && holds(written as KeyRange, key));
        const check = () => refuseLoop(input, output);
        if (shared) expect(check).toThrow('for ever');
        else expect(check).not.toThrow();
      }),
    );
  });
});

/** All texts of these letters up to a length. */
function allTexts(letters: string, length: number): string[] {
  if (length === 0) return [''];
  const shorter = allTexts(letters, length - 1);
  return ['', ...shorter.flatMap((text) => [...letters].map((letter) => text + letter))];
}
