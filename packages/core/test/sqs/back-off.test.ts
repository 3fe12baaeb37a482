import { afterEach, describe, expect, it, vi } from 'vitest';
import { NonRetriableError, RetryAfterError } from '../../src/errors.js';
import { exponentialBackOff } from '../../src/exponential-back-off.js';
import type { RetryDelay } from '../../src/sqs/retry-delay.js';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

afterEach(() => vi.restoreAllMocks());

describe('exponentialBackOff', () => {
  it('doubles from 10 s to 15 minutes', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const delays = [1, 2, 3, 6, 7, 8, 100, 5000].map(exponentialBackOff());
    expect(delays).toEqual([10, 20, 40, 320, 640, 900, 900, 900]);
  });

  it('leaves all of it to chance, or as much as asked for', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.75);
    expect(exponentialBackOff()(1)).toBe(2.5);
    expect(exponentialBackOff({ jitter: 0.5 })(1)).toBe(6.25);
    expect(exponentialBackOff({ jitter: 0 })(1)).toBe(10);
  });

  it('spreads messages that failed together', () => {
    const delays = Array.from({ length: 1000 }, () => exponentialBackOff()(5));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(160);
    expect(new Set(delays.map((delay) => Math.floor(delay / 16))).size).toBe(10);
  });

  it('begins and ends where it is told to', () => {
    const backOff = exponentialBackOff({ firstSeconds: 1, maxSeconds: 5, jitter: 0 });
    expect([1, 2, 3, 4].map(backOff)).toEqual([1, 2, 4, 5]);
  });

  it.each([
    { firstSeconds: -1 },
    { maxSeconds: 43_201 },
    { jitter: 1.1 },
    { firstSeconds: Number.NaN },
  ])('%j is refused', (options) => {
    expect(() => exponentialBackOff(options)).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS' }),
    );
  });
});

describe('retryDelay', () => {
  const errors = {
    plain: new Error('no'),
    later: new RetryAfterError('later', { seconds: 7 }),
    never: new NonRetriableError('never'),
  };

  /** Delivers a message that succeeds and one that throws, received for the third time. */
  async function deliverWith(retryDelay: RetryDelay, thrown: unknown = errors.plain) {
    const log = recordedLog();
    const handler = sqsHandler<{ fail?: boolean }>(
      ({ fail }) => {
        if (fail) throw thrown;
      },
      { retryDelay },
    );
    const event = sqsEvent([{}, { fail: true }], { receiveCount: 3 });
    return { ...(await deliver(handler, event, { log })), log };
  }

  it('sets the visibility timeout of a message that threw, by its receive count', async () => {
    const asked: unknown[] = [];
    const outcome = await deliverWith((receiveCount, error) => {
      asked.push([receiveCount, error]);
      return receiveCount * 100;
    });
    expect(asked).toEqual([[3, errors.plain]]);
    expect(outcome).toMatchObject({
      deleted: ['message-1'],
      returned: ['message-2'],
      visibilityTimeouts: { 'message-2': 300 },
    });
    expect(outcome.log.lines[0]).toMatchObject({ level: 'error', seconds: 300 });
  });

  it('takes exponentialBackOff as it is', async () => {
    const { visibilityTimeouts } = await deliverWith(exponentialBackOff({ jitter: 0 }));
    expect(visibilityTimeouts).toEqual({ 'message-2': 40 });
  });

  it('of undefined leaves the visibility timeout as it is', async () => {
    const outcome = await deliverWith(() => undefined);
    expect(outcome.returned).toEqual(['message-2']);
    expect(outcome.visibilityTimeouts).toBeUndefined();
  });

  it('is not asked where a RetryAfterError says it', async () => {
    const { visibilityTimeouts } = await deliverWith(() => 100, errors.later);
    expect(visibilityTimeouts).toEqual({ 'message-2': 7 });
  });

  it('is not for messages that no retry can help', async () => {
    const outcome = await deliverWith(() => 100, errors.never);
    expect(outcome.returned).toEqual(['message-2']);
    expect(outcome.visibilityTimeouts).toBeUndefined();
  });

  it.each<[string, RetryDelay]>([
    ['NaN', () => Number.NaN],
    ['a negative number', () => -1],
    ['more than 12 hours', () => 43_201],
    ['a text', () => '7' as never],
    [
      'nothing, since it throws',
      () => {
        throw new Error('no delay');
      },
    ],
    // Without anybody to catch it, that would end the process.
    ['a promise that rejects', () => Promise.reject(new Error('no delay')) as never],
  ])('that gives %s is logged, and changes nothing', async (_what, retryDelay) => {
    const { returned, visibilityTimeouts, log } = await deliverWith(retryDelay);
    expect(returned).toEqual(['message-2']);
    expect(visibilityTimeouts).toBeUndefined();
    expect(log.lines[0]).toMatchObject({ level: 'error', messageId: 'message-2' });
    expect(log.lines[0]?.message).toContain('retryDelay');
  });
});
