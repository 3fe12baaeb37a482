import { getEventListeners, getMaxListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { after, never } from '../support/wait.js';
import { invocation } from './support/invocation.js';

const one = { concurrency: 1, throwOnFullBatchFailure: false } as const;

/** Works on messages that take so long each, one after the other; gives how many were begun. */
async function begun(left: number, durations: number[], options: SqsHandlerOptions<number> = {}) {
  const { context, log, pass } = invocation(left);
  const handler = sqsHandler<number>((milliseconds) => pass(milliseconds), { ...one, ...options });
  const { batchItemFailures } = await handler(sqsEvent(durations), context);
  return { begun: durations.length - batchItemFailures.length, log };
}

/** After how many milliseconds a batch ends whose message never settles, and whose own signal never comes. */
async function endOf(left: number, options: SqsHandlerOptions) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const { context } = invocation(left);
    const started = performance.now();
    const ended = sqsHandler(never, { ...one, ...options })(sqsEvent([1]), context);
    await vi.advanceTimersToNextTimerAsync();
    expect(await ended).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    return performance.now() - started;
  } finally {
    vi.useRealTimers();
  }
}

describe('deadlineMarginMs', () => {
  it('no message is started with less than that left', async () => {
    const options = { deadlineMarginMs: 2000 };
    expect((await begun(10_000, [3000, 3000, 3000, 3000], options)).begun).toBe(3);
    expect((await begun(10_000, [4000, 4000, 4000], options)).begun).toBe(3);
    expect((await begun(10_000, [4000, 4001, 4000], options)).begun).toBe(2);
  });

  it('is half of the time at most, so that something is always begun', async () => {
    expect((await begun(10_000, [1000, 1000], { deadlineMarginMs: 60_000 })).begun).toBe(2);
    expect((await begun(10_000, [5001, 1000], { deadlineMarginMs: 60_000 })).begun).toBe(1);
  });

  it('0 begins a message up to the deadline', async () => {
    expect((await begun(3000, [2999, 1], { deadlineMarginMs: 0 })).begun).toBe(2);
    expect((await begun(3000, [3000, 1], { deadlineMarginMs: 0 })).begun).toBe(1);
    expect((await begun(3000, [2000, 2000, 1], { deadlineMarginMs: 0 })).begun).toBe(2);
  });

  it('does not count where there is no deadline', async () => {
    const { context } = invocation();
    const handler = sqsHandler(() => {}, { deadlineMarginMs: 1_000_000 });
    expect(await handler(sqsEvent([1, 2]), context)).toEqual({ batchItemFailures: [] });
  });

  it('tells what is under way by its signal then, and reports it; what has finished is deleted', async () => {
    const reasons: unknown[] = [];
    const handler = sqsHandler<{ ms: number }>(
      async ({ ms }, { signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        await after(ms);
      },
      { deadlineMarginMs: 4800 },
    );
    const event = sqsEvent([{ ms: 0 }, { ms: 60_000 }, { ms: 10 }]);
    const options = { log: recordedLog(), timeoutMs: 5000 };
    const { deleted, returned } = await deliver(handler, event, options);
    expect({ deleted, returned }).toEqual({
      deleted: ['message-1', 'message-3'],
      returned: ['message-2'],
    });
    expect(reasons.at(-1)).toMatchObject({ code: 'ERR_DEADLINE_EXCEEDED' });
  });
});

describe('a message that does not settle', () => {
  it.each([
    ['the margin', 30_000, 4800, 25_200],
    ['half of the time at most', 5000, 60_000, 2500],
  ])('ends its batch at %s', async (_when, left, deadlineMarginMs, end) => {
    expect(await endOf(left, { deadlineMarginMs })).toBe(end);
  });
});

describe('by default', () => {
  it('a message is started while the longest so far would end 1 s before the deadline', async () => {
    expect((await begun(10_000, [2000, 3000, 1000, 1])).begun).toBe(4);
    expect((await begun(10_000, [2000, 3000, 1001, 1])).begun).toBe(3);
    expect((await begun(10_000, [3000, 2001, 2000, 1])).begun).toBe(3);
    expect((await begun(10_000, [9000, 1])).begun).toBe(1);
  });

  it('the longest of any worker counts', async () => {
    const { context, pass } = invocation(10_000);
    const started: number[] = [];
    const handler = sqsHandler<number>(
      async (n) => {
        started.push(n);
        await Promise.resolve();
        if (n === 1) pass(5000);
      },
      { concurrency: 2 },
    );
    await handler(sqsEvent([1, 2, 3, 4]), context);
    expect(started).toEqual([1, 2]);
  });

  it.each([2, 10])(
    'work that waits for nothing counts before the next message, with %i workers too',
    async (concurrency) => {
      expect((await begun(3000, [1600, 1600, 1600, 1600], { concurrency })).begun).toBe(1);
      expect((await begun(3000, [999, 999, 1], { concurrency })).begun).toBe(2);
    },
  );

  it('half of the time counts where that is less than 1 s', async () => {
    expect((await begun(800, [100, 100, 100, 100])).begun).toBe(4);
    expect((await begun(800, [300, 100])).begun).toBe(1);
  });

  it.each([
    ['500 ms', 30_000, 29_500],
    ['half of the time where that is less', 800, 400],
  ])('a batch whose own signal never comes ends at %s', async (_when, left, end) => {
    expect(await endOf(left, {})).toBe(end);
  });

  it('what was not started is one line, with how many there are and the first ten', async () => {
    const durations = Array.from({ length: 10_000 }, (_, n) => (n === 0 ? 9500 : 1));
    const { log } = await begun(10_000, durations);
    expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
      {
        messages: 9999,
        messageIds: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => `message-${n}`),
        err: { code: 'ERR_NOT_FINISHED', message: expect.stringContaining('not started') },
      },
    ]);
  });

  it.each([Number.POSITIVE_INFINITY, Number.NaN, undefined])(
    'a context made by hand that says %s are left has no deadline',
    async (left) => {
      const { context } = invocation();
      const getRemainingTimeInMillis = () => left as number;
      const worked: number[] = [];
      const handler = sqsHandler<number>((n) => worked.push(n), one);
      await handler(sqsEvent([1, 2, 3]), { ...context, getRemainingTimeInMillis });
      expect(worked).toEqual([1, 2, 3]);
    },
  );
});

describe("the batch's signal", () => {
  it('may have a listener for each call of each message, without a warning of Node', async () => {
    const { context } = invocation(30_000);
    const limits: number[] = [];
    const handler = sqsHandler((_body, { signal }) => limits.push(getMaxListeners(signal)));
    await handler(sqsEvent([1]), context);
    expect(limits).toEqual([0]);
  });
});

describe("the invocation's own signal", () => {
  it('is told on where it comes first, with its reason', async () => {
    const { context, abort } = invocation(30_000);
    const reason = new Error('the server shuts down');
    const told: unknown[] = [];
    const handler = sqsHandler<number>(async (n, { signal }) => {
      if (n === 1) return;
      abort(reason);
      told.push(signal.aborted, signal.reason);
    }, one);
    const { batchItemFailures } = await handler(sqsEvent([1, 2, 3]), context);
    expect(told).toEqual([true, reason]);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'message-2',
      'message-3',
    ]);
  });

  it('that is aborted from the start starts nothing', async () => {
    const { context, abort } = invocation(30_000);
    abort(new Error('over'));
    let calls = 0;
    const handler = sqsHandler(() => void calls++, one);
    expect((await handler(sqsEvent([{}, {}]), context)).batchItemFailures).toHaveLength(2);
    expect(calls).toBe(0);
  });

  it('ends the batch also where a log throws later on', async () => {
    const { context, log, abort } = invocation(30_000);
    log.error = () => {
      throw new Error('the disk is full');
    };
    const handler = sqsHandler(() => {
      abort(new Error('over'));
      throw new Error('no');
    }, one);
    expect((await handler(sqsEvent([1]), context)).batchItemFailures).toHaveLength(1);
    // Else it would be an unhandled rejection, in the middle of somebody else's invocation.
    await after(10);
  });

  it('is left without listeners, however many batches there were', async () => {
    const { context } = invocation(30_000);
    const handler = sqsHandler<number>((n) => {
      if (n === 2) throw new Error('no');
    });
    for (let batch = 0; batch < 20; batch++) await handler(sqsEvent([1, 2, 3]), context);
    await handler(sqsEvent([2]), context).catch(() => {});
    expect(getEventListeners(context.signal, 'abort')).toEqual([]);
  });
});

it('a batch of 10,000 that time cuts: what was done is deleted, all else comes back', async () => {
  const { context, pass } = invocation(30_000);
  const handler = sqsHandler<number>(async () => pass(10));
  const event = sqsEvent(Array.from({ length: 10_000 }, (_, n) => n));
  const { batchItemFailures } = await handler(event, context);
  const done = 10_000 - batchItemFailures.length;
  // 29 s at 10 ms each, less what a message took when ten were measured at once.
  expect(done).toBeGreaterThan(2800);
  expect(done).toBeLessThanOrEqual(2900);
  expect(batchItemFailures[0]).toEqual({ itemIdentifier: `message-${done + 1}` });
});
