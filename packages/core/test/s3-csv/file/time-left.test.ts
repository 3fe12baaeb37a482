import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { timeLeft } from '../../../src/s3-csv/file/time-left.js';

describe('timeLeft', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** An invocation with so much time, of which so much is left. */
  function invocation(given: number, marginMs?: number) {
    let left = given;
    const time = timeLeft({ getRemainingTimeInMillis: () => left }, marginMs);
    return {
      batch(milliseconds: number) {
        time.batchRead();
        vi.advanceTimersByTime(milliseconds);
        time.batchDone();
      },
      isShortWith(milliseconds: number) {
        left = milliseconds;
        return time.isShort();
      },
    };
  }

  it('keeps 3 s for what follows', () => {
    const { isShortWith } = invocation(900_000);
    expect([3_000, 2_999].map(isShortWith)).toEqual([false, true]);
  });

  it('keeps one and a half times the longest batch besides', () => {
    const { batch, isShortWith } = invocation(900_000);
    for (const milliseconds of [2_000, 10_000, 100]) batch(milliseconds);
    expect([18_000, 17_999].map(isShortWith)).toEqual([false, true]);
  });

  it('does not take what comes before the first batch for a batch', () => {
    const { batch, isShortWith } = invocation(900_000);
    // A gzip is inflated from its start.
    vi.advanceTimersByTime(400_000);
    batch(1_000);
    expect([4_500, 4_499].map(isShortWith)).toEqual([false, true]);
  });

  it('keeps the margin that the batch of messages has', () => {
    const { isShortWith } = invocation(900_000, 20_000);
    expect([22_000, 21_999].map(isShortWith)).toEqual([false, true]);
  });

  it('never keeps more than two thirds of an invocation', () => {
    const { batch, isShortWith } = invocation(3_000);
    batch(500);
    expect([2_000, 1_999].map(isShortWith)).toEqual([false, true]);
  });

  it('is never short without a deadline', () => {
    const { batch, isShortWith } = invocation(2 ** 31 - 1);
    batch(1_000_000);
    expect(isShortWith(2 ** 31 - 1)).toBe(false);
  });
});
