import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSequencers } from '../../src/s3/sequencer.js';

const sequencers = fc.stringMatching(/^[0-9A-F]{1,24}$/);

describe('compareSequencers', () => {
  it.each([
    ['0055AED6DCD90281E5', '0055AED6DCD90281E6', -1],
    ['0055AED6DCD90281E6', '0055AED6DCD90281E5', 1],
    ['0055AED6DCD90281E5', '0055AED6DCD90281E5', 0],
    ['00A', '00A1', -1],
    ['00B', '00A1', 1],
    ['00A', '00A0', 0],
    ['617f08299329d189', '617F08299329D18A', -1],
  ] as const)('compares %s with %s', (a, b, order) => {
    expect(compareSequencers(a, b)).toBe(order);
  });

  it('orders as the fractions do that the digits stand for', () => {
    const asFraction = (digits: string) => BigInt(`0x${digits.padEnd(24, '0')}`);
    fc.assert(
      fc.property(sequencers, sequencers, (a, b) => {
        const [left, right] = [asFraction(a), asFraction(b)];
        expect(compareSequencers(a, b)).toBe(left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });
});
