import { describe, expect, it } from 'vitest';
import { call, callers, expectFailure } from '../support/callers.js';

type Callback = (error: unknown, result?: unknown) => void;
// What JavaScript users write; its type is refused at compile time where it is used for real.
const asHandler = (handler: (event: unknown, context: never, callback: Callback) => unknown) =>
  handler as never;

const code = 'ERR_CALLBACK_HANDLER';

describe.each(callers)('for $name', (caller) => {
  it.each<[string, never]>([
    ['at once', asHandler((_event, _context, callback) => callback(null, 'done'))],
    ['with an error', asHandler((_event, _context, callback) => callback(new Error('no')))],
    [
      'later',
      asHandler((_event, _context, callback) => void setTimeout(callback, 10, null, 'done')),
    ],
    [
      'from an async function',
      asHandler(async (_event, _context, callback) => {
        callback(null, 'done');
        return 'returned';
      }),
    ],
  ])('a handler that answers by callback %s is refused', async (_how, handler) => {
    const failed = await call(caller, handler);
    const message = expect.stringMatching(/callback.*promise/);
    await expectFailure(caller, failed, { code, message });
    const messages = failed.log.lines.map((line) => line.message);
    expect(messages).not.toContain('a handler failed after its invocation had ended');
  });

  it.each(['done', 'fail', 'succeed'] as const)('context.%s is refused', async (method) => {
    const failed = await call(caller, (_event, context) => {
      context[method](undefined as never, undefined);
      return 'returned';
    });
    await expectFailure(caller, failed, { code });
  });

  it('a handler that takes a callback and does not use it is called', async () => {
    const handler = asHandler(async (event, _context, _callback) => ({ event }));
    const { answer } = await call(caller, handler, { request: { body: '1' } });
    expect((await answer).text).toBe('{"event":1}');
  });

  it('a sync handler that takes a callback and returns a value is called', async () => {
    const { answer } = await call(
      caller,
      asHandler((_event, _context, _callback) => 'value'),
    );
    expect((await answer).text).toBe('"value"');
  });
});

it('a callback that is called after the invocation has ended is logged', async () => {
  const [caller] = callers;
  if (!caller) throw new Error('no caller');
  const { answer, log } = await call(
    caller,
    asHandler(async (_event, _context, callback) => {
      setTimeout(callback, 20, null, 'late');
      return 'returned';
    }),
  );
  expect((await answer).text).toBe('"returned"');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(log.lines).toMatchObject([{ level: 'error', err: { code: 'ERR_CALLBACK_HANDLER' } }]);
});
