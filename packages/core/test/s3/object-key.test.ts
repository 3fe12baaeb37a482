import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeObjectKey } from '../../src/s3/object-key.js';

describe('decodeObjectKey', () => {
  it.each([
    ['incoming/titanic.csv', 'incoming/titanic.csv'],
    ['my+passenger+list.csv', 'my passenger list.csv'],
    ['a%2Bb.csv', 'a+b.csv'],
    ['100%25.csv', '100%.csv'],
    ['J%C3%BCrgen.csv', 'Jürgen.csv'],
    ['%F0%9F%9A%A2.csv', '🚢.csv'],
    ['a%2520b.csv', 'a%20b.csv'],
    ['a%20b.csv', 'a b.csv'],
  ])('reads %s as %s', (rawKey, key) => {
    expect(decodeObjectKey(rawKey)).toBe(key);
  });

  it.each(['%zz', '%', 'a%C3', '%FF'])('refuses %s', (rawKey) => {
    expect(() => decodeObjectKey(rawKey)).toThrow(URIError);
  });

  it('gives back every key that was form-encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        const rawKey = new URLSearchParams({ key }).toString().slice('key='.length);
        expect(decodeObjectKey(rawKey)).toBe(key);
      }),
    );
  });
});
