import { describe, expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, invoke, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { after } from '../support/wait.js';

/** How many messages were worked on at once, at most. */
async function mostAtOnce(messages: number, options: { concurrency?: number } = {}) {
  let running = 0;
  let most = 0;
  const handler = sqsHandler<{ ms: number }>(async ({ ms }) => {
    running += 1;
    most = Math.max(most, running);
    await after(ms);
    running -= 1;
  }, options);
  const bodies = Array.from({ length: messages }, (_, n) => ({ ms: (n * 7) % 11 }));
  await invoke(handler, sqsEvent(bodies), { log: recordedLog() });
  return most;
}

describe('concurrency', () => {
  it.each([
    [undefined, 10],
    [1, 1],
    [3, 3],
    [1000, 60],
  ])('%s means %i messages of 60 at once, and never more', async (concurrency, most) => {
    expect(await mostAtOnce(60, concurrency ? { concurrency } : {})).toBe(most);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '10'])('%s is refused', (value) => {
    expect(() => sqsHandler(() => {}, { concurrency: value as number })).toThrow(
      expect.objectContaining({ code: 'ERR_SETTINGS' }),
    );
  });

  it('1 keeps the order of the batch', async () => {
    const seen: number[] = [];
    const handler = sqsHandler<number>(
      async (n) => {
        await after(5 - n);
        seen.push(n);
      },
      { concurrency: 1 },
    );
    await invoke(handler, sqsEvent([1, 2, 3, 4]), { log: recordedLog() });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('a message that fails frees its place', async () => {
    const seen: number[] = [];
    const handler = sqsHandler<number>(
      (n) => {
        seen.push(n);
        if (n % 2 === 0) throw new Error('even');
      },
      { concurrency: 1 },
    );
    const { returned } = await deliver(handler, sqsEvent([1, 2, 3, 4]), { log: recordedLog() });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(returned).toEqual(['message-2', 'message-4']);
  });
});

describe('10,000 messages', () => {
  const bodies = Array.from({ length: 10_000 }, (_, n) => n);
  const failing = bodies.filter((n) => n % 100 === 0).map((n) => `message-${n + 1}`);

  it.each([
    ['a standard queue', 'q'],
    ['one FIFO group for each', 'q.fifo'],
  ])('of %s in one batch: those that failed come back, and no others', async (_what, queueName) => {
    const handler = sqsHandler<number>(async (n) => {
      if (n % 3 === 0) await Promise.resolve();
      if (n % 100 === 0) throw new Error('no');
    });
    const event = sqsEvent(bodies, { queueName, groupId: (body) => `group-${body}` });
    const context = {
      signal: new AbortController().signal,
      log: recordedLog(),
      getRemainingTimeInMillis: () => 30_000,
    };
    const reply = await handler(event, context as never);
    expect(reply.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(failing);
  });

  it('travel through the server, too', async () => {
    const handler = sqsHandler<number>((n) => {
      if (n % 100 === 0) throw new Error('no');
    });
    // As small as they are in a batch that Lambda would send.
    const Records = sqsEvent(bodies).Records.map(({ messageId, body }) => ({ messageId, body }));
    const event = { Records } as ReturnType<typeof sqsEvent>;
    const { deleted, returned } = await deliver(handler, event, { log: recordedLog() });
    expect(returned).toEqual(failing);
    expect(deleted).toHaveLength(10_000 - failing.length);
  });
});
