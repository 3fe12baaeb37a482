import { describe, expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import type { Schema } from '../../src/standard-schema.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { after, deferred, never } from '../support/wait.js';

// Where less than 2 s are left, the signal comes after half of the time.
const timeoutMs = 1000;

describe('near the deadline', () => {
  it('what has finished is deleted, what has not comes back, and the reply is in time', async () => {
    const handler = sqsHandler<{ ms: number }>(({ ms }) => after(ms));
    const event = sqsEvent([{ ms: 10 }, { ms: 2000 }, { ms: 50 }, { ms: 2000 }]);
    const outcome = await deliver(handler, event, { log: recordedLog(), timeoutMs });
    expect(outcome).toMatchObject({
      deleted: ['message-1', 'message-3'],
      returned: ['message-2', 'message-4'],
    });
    // Too late, the invocation would have failed.
    expect(outcome.error).toBeUndefined();
  });

  it('a message that resolves because of the signal is reported failed', async () => {
    const handler = sqsHandler<{ stop?: boolean }>(({ stop }, { signal }) =>
      stop ? new Promise((resolve) => signal.addEventListener('abort', resolve)) : undefined,
    );
    const { returned } = await deliver(handler, sqsEvent([{ stop: true }, {}]), {
      log: recordedLog(),
      timeoutMs,
    });
    expect(returned).toEqual(['message-1']);
  });

  it('a message that rejects later is no unhandled rejection, and alters nothing', async () => {
    const log = recordedLog();
    const handler = sqsHandler<{ ms: number }>(async ({ ms }) => {
      await after(ms);
      if (ms > 0) throw new Error('late');
    });
    const event = sqsEvent([{ ms: 800 }, { ms: 0 }]);
    const { returned } = await deliver(handler, event, { log, timeoutMs });
    await after(500);
    expect(returned).toEqual(['message-1']);
  });

  it('a message whose body is validated too late is not begun: another worker may have it', async () => {
    const validated = deferred<{ value: number }>();
    const schema: Schema<unknown, number> = {
      '~standard': { version: 1, vendor: 'test', validate: () => validated.promise },
    };
    const worked: number[] = [];
    const handler = sqsHandler((n: number) => worked.push(n), {
      schema,
      throwOnFullBatchFailure: false,
    });
    const { returned } = await deliver(handler, sqsEvent([1]), { log: recordedLog(), timeoutMs });
    expect(returned).toEqual(['message-1']);
    validated.resolve({ value: 1 });
    await after(10);
    expect(worked).toEqual([]);
  });

  it('a batch of which nothing finished fails', async () => {
    const { returned, error } = await deliver(sqsHandler(never), sqsEvent([{}, {}]), {
      log: recordedLog(),
      timeoutMs,
    });
    expect(returned).toHaveLength(2);
    expect(String(error)).toContain('2 of 2');
  });

  it('a batch of which nothing finished is told by its ids where that is asked for', async () => {
    const handler = sqsHandler(never, { throwOnFullBatchFailure: false });
    const { returned, error } = await deliver(handler, sqsEvent([{}, {}]), {
      log: recordedLog(),
      timeoutMs,
    });
    expect(returned).toHaveLength(2);
    expect(error).toBeUndefined();
  });

  it('the rest of a FIFO group comes back', async () => {
    const handler = sqsHandler<{ ms: number }>(({ ms }) => after(ms));
    const event = sqsEvent([{ ms: 0 }, { ms: 2000 }, { ms: 0 }], { queueName: 'q.fifo' });
    const { deleted, returned } = await deliver(handler, event, { log: recordedLog(), timeoutMs });
    expect(deleted).toEqual(['message-1']);
    expect(returned).toEqual(['message-2', 'message-3']);
  });

  it('a slow onNonRetriable leaves its message failed', async () => {
    const handler = sqsHandler(() => {}, { onNonRetriable: () => never() });
    const { deleted, returned } = await deliver(handler, sqsEvent([{}, 'garbage']), {
      log: recordedLog(),
      timeoutMs,
    });
    expect({ deleted, returned }).toEqual({ deleted: ['message-1'], returned: ['message-2'] });
  });
});
