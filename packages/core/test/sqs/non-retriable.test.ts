import { describe, expect, it } from 'vitest';
import { NonRetriableError } from '../../src/errors.js';
import type { OnNonRetriable } from '../../src/sqs/fail-message.js';
import type { MessageContext } from '../../src/sqs/message.js';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { invocation } from './support/invocation.js';

const never = 'no retry can help';

/** Delivers a good, a hopeless, a malformed and a failing message. */
async function deliverWith(onNonRetriable?: OnNonRetriable) {
  const log = recordedLog();
  const handler = sqsHandler<{ do: string }>(
    (body) => {
      if (body.do === 'never') throw new NonRetriableError(never);
      if (body.do === 'fail') throw new Error('try again');
    },
    onNonRetriable ? { onNonRetriable } : {},
  );
  const event = sqsEvent([{ do: 'work' }, { do: 'never' }, 'garbage', { do: 'fail' }]);
  const { deleted, returned } = await deliver(handler, event, { log });
  return { deleted, returned, log };
}

describe('onNonRetriable', () => {
  it.each([undefined, 'redrive'] as const)('%s reports the message failed', async (option) => {
    const { deleted, returned } = await deliverWith(option);
    expect(deleted).toEqual(['message-1']);
    expect(returned).toEqual(['message-2', 'message-3', 'message-4']);
  });

  it("'acknowledge' deletes the message, and logs it; a failure that a retry may help comes back", async () => {
    const { deleted, returned, log } = await deliverWith('acknowledge');
    expect(deleted).toEqual(['message-1', 'message-2', 'message-3']);
    expect(returned).toEqual(['message-4']);
    for (const messageId of ['message-2', 'message-3']) {
      expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', messageId }));
    }
  });

  it('a function is called with the error and the context, and deletes the message', async () => {
    const calls: [Error, MessageContext][] = [];
    const { deleted, returned } = await deliverWith((error, context) => {
      calls.push([error, context]);
    });
    expect(deleted).toEqual(['message-1', 'message-2', 'message-3']);
    expect(returned).toEqual(['message-4']);
    const told = calls.map(([error, { message }]) => [message.messageId, error.message]);
    expect(told.sort()).toEqual([
      ['message-2', never],
      ['message-3', expect.stringContaining('not JSON')],
    ]);
  });

  it('a function is waited for', async () => {
    let done = 0;
    await deliverWith(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      done += 1;
    });
    expect(done).toBe(2);
  });

  it.each<[string, OnNonRetriable]>([
    [
      'throws',
      () => {
        throw new Error('the drawer is full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the drawer is full'))],
  ])('a function that %s leaves the message failed, and is logged', async (_how, option) => {
    const { deleted, returned, log } = await deliverWith(option);
    expect(deleted).toEqual(['message-1']);
    expect(returned).toEqual(['message-2', 'message-3', 'message-4']);
    expect(log.errors()).toContainEqual(expect.objectContaining({ message: 'the drawer is full' }));
  });
});

it('a function is not called once the signal is aborted: the message has been reported by then', async () => {
  const { context, log, abort } = invocation(30_000);
  let giveUp = () => {};
  const calls: string[] = [];
  const handler = sqsHandler(
    () =>
      new Promise((_resolve, reject) => {
        giveUp = () => reject(new NonRetriableError(never));
      }),
    {
      throwOnFullBatchFailure: false,
      onNonRetriable: (_error, { message }) => calls.push(message.messageId),
    },
  );
  const replied = handler(sqsEvent([{}]), context);
  abort(new Error('the time is up'));
  expect((await replied).batchItemFailures).toEqual([{ itemIdentifier: 'message-1' }]);
  giveUp();
  // Logged before it is decided what else is done with it.
  const givenUp = () => log.lines.filter(({ message }) => message.includes('no retry can help'));
  await expect.poll(givenUp).toHaveLength(1);
  expect(calls).toEqual([]);
});

it.each<[string, OnNonRetriable]>([
  ['generator', function* () {}],
  ['async generator', async function* () {}],
])('a %s function deals with nothing: its messages are reported failed', async (_kind, option) => {
  const { deleted, returned, log } = await deliverWith(option);
  expect(deleted).toEqual(['message-1']);
  expect(returned).toEqual(['message-2', 'message-3', 'message-4']);
  expect(log.errors()).toContainEqual(expect.objectContaining({ code: 'ERR_GENERATOR_HANDLER' }));
});

it('an error of another copy of the library is recognised', async () => {
  const { NonRetriableError: Other } = await import('lwa-bridge');
  expect(new Other('x')).not.toBeInstanceOf(NonRetriableError);
  const handler = sqsHandler(
    () => {
      throw new Other(never);
    },
    { onNonRetriable: 'acknowledge' },
  );
  const { deleted } = await deliver(handler, sqsEvent([{}]), { log: recordedLog() });
  expect(deleted).toEqual(['message-1']);
});

it('an error that only says so by its name is none', async () => {
  const handler = sqsHandler(
    () => {
      throw Object.assign(new Error('x'), { name: 'NonRetriableError', code: 'ERR_NON_RETRIABLE' });
    },
    { onNonRetriable: 'acknowledge' },
  );
  const { returned } = await deliver(handler, sqsEvent([{}]), { log: recordedLog() });
  expect(returned).toEqual(['message-1']);
});

it('a bad onNonRetriable is refused when the handler is made', () => {
  const onNonRetriable = 'ignore' as never;
  expect(() => sqsHandler(() => {}, { onNonRetriable })).toThrow(
    expect.objectContaining({ code: 'ERR_SETTINGS' }),
  );
});
