import { isRetryAfterError } from 'lwa-bridge';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { withBackOff } from '../src/with-back-off.js';
import { callContext, rejection, withoutWaiting } from './support/call-context.js';

const passing = Object.assign(new Error('Too many requests'), {
  name: 'ThrottlingException',
  $metadata: { httpStatusCode: 429 },
});

afterEach(() => vi.restoreAllMocks());

it('makes a call again until it succeeds', async () => {
  withoutWaiting();
  const { context, log } = callContext();
  const call = vi.fn().mockRejectedValueOnce(passing).mockRejectedValueOnce(passing);
  expect(await withBackOff(context, call.mockResolvedValue('done'))).toBe('done');
  expect(call).toHaveBeenCalledTimes(3);
  expect(log.warn.mock.calls.map(([fields]) => fields)).toEqual([
    { err: passing, tries: 1, waitMs: 0 },
    { err: passing, tries: 2, waitMs: 0 },
  ]);
});

it('waits in between, twice as long each time, by chance less', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.99);
  const { context, log } = callContext();
  const call = vi.fn().mockRejectedValueOnce(passing).mockRejectedValueOnce(passing);
  await withBackOff(context, call.mockResolvedValue('done'));
  expect(log.warn.mock.calls.map(([{ waitMs }]) => waitMs)).toEqual([10, 20]);
});

it('tells the call how long it may take: 2 s less than is left', async () => {
  const { context } = callContext({ getRemainingTimeInMillis: () => 10_000 });
  expect(await withBackOff(context, async (ms) => ms)).toBe(8000);
});

describe('it puts the job off', () => {
  it.each([
    [1, 30, 60],
    [2, 60, 120],
    [8, 450, 900],
  ])('with no time left in attempt %i, by %i to %i s', async (attempt, from, to) => {
    const { context, log } = callContext({ getRemainingTimeInMillis: () => 3900 });
    const { job } = context;
    const call = vi.fn().mockRejectedValue(passing);
    const error = await rejection(withBackOff({ ...context, job: { ...job, attempt } }, call));
    if (!isRetryAfterError(error)) throw error;
    expect(error.seconds).toBeGreaterThanOrEqual(from);
    expect(error.seconds).toBeLessThanOrEqual(to);
    expect(error.message).toContain('ThrottlingException: Too many requests (try 1)');
    expect(error.cause).toBe(passing);
    expect(call).toHaveBeenCalledTimes(1);
    expect(log.warn).not.toHaveBeenCalled();
  });

  it('after the eighth try', async () => {
    withoutWaiting();
    const call = vi.fn().mockRejectedValue(passing);
    const error = await rejection(withBackOff(callContext().context, call));
    expect(isRetryAfterError(error)).toBe(true);
    expect(call).toHaveBeenCalledTimes(8);
  });
});

it('does not make a call again that fails for good', async () => {
  const error = new TypeError('x is undefined');
  const call = vi.fn().mockRejectedValue(error);
  expect(await rejection(withBackOff(callContext().context, call))).toBe(error);
  expect(call).toHaveBeenCalledTimes(1);
});

describe('the signal', () => {
  it('is the reason for what fails after it', async () => {
    const reason = new Error('shutting down');
    const { context } = callContext({ signal: AbortSignal.abort(reason) });
    const call = vi.fn().mockRejectedValue(passing);
    expect(await rejection(withBackOff(context, call))).toBe(reason);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('ends a wait', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const controller = new AbortController();
    const reason = new Error('shutting down');
    const { context, log } = callContext({ signal: controller.signal });
    const call = vi.fn().mockRejectedValue(passing);
    log.warn.mockImplementation(() => controller.abort(reason));
    expect(await rejection(withBackOff(context, call))).toMatchObject({ cause: reason });
    expect(call).toHaveBeenCalledTimes(1);
  });
});
