import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { jsonLogger } from '../../src/serve-events/log.js';
import { call, callers, expectFailure } from '../support/callers.js';
import { send } from '../support/http.js';

class NotFound extends Error {
  override name = 'NotFound';
}

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const values: [what: string, make: () => unknown, type: string, message: unknown][] = [
  ['an error', () => new TypeError('no such order'), 'TypeError', 'no such order'],
  ['an error of its own class', () => new NotFound('order 7'), 'NotFound', 'order 7'],
  [
    'an error of another realm',
    () => runInNewContext("new TypeError('elsewhere')"),
    'TypeError',
    'elsewhere',
  ],
  ['a text', () => 'just a text', 'string', 'just a text'],
  ['a number', () => 7, 'number', '7'],
  ['undefined', () => undefined, 'undefined', 'undefined'],
  ['null', () => null, 'object', 'null'],
  ['an object', () => ({ reason: 'full' }), 'object', '{"reason":"full"}'],
  ['a BigInt', () => 7n, 'bigint', '7'],
  ['a symbol', () => Symbol('odd'), 'symbol', 'Symbol(odd)'],
  ['an object without a prototype', () => Object.create(null), 'object', expect.any(String)],
  [
    'an error whose message is no text',
    () => Object.assign(new Error(), { message: 7 }),
    'Error',
    '7',
  ],
];

const hostile: [string, () => unknown][] = [
  ['a revoked proxy', revoked],
  [
    'an object that throws when it is looked at',
    () => ({
      get code() {
        throw new Error('do not look');
      },
      toString() {
        throw new Error('do not look');
      },
      toJSON() {
        throw new Error('do not look');
      },
    }),
  ],
  [
    'an error whose message throws',
    () =>
      Object.defineProperty(new Error('x'), 'message', {
        get() {
          throw new Error('do not look');
        },
      }),
  ],
  [
    'an error whose cause throws',
    () =>
      Object.defineProperty(new Error('x'), 'cause', {
        get() {
          throw new Error('do not look');
        },
      }),
  ],
];

describe.each(callers)('for $name', (caller) => {
  describe.each<[string, (value: unknown) => unknown]>([
    [
      'throws',
      (value) => {
        throw value;
      },
    ],
    ['rejects with', (value) => Promise.reject(value)],
  ])('a handler that %s', (_how, fail) => {
    it.each(values)('%s fails the invocation', async (_what, make, type, message) => {
      const failed = await call(caller, () => fail(make()));
      if (make() === undefined || make() === null) {
        // expect.anything() does not match these.
        await failed.answer.then(
          ({ status, text }) =>
            expect({ status, ...JSON.parse(text) }).toMatchObject({ status: 500, errorType: type }),
          (error) => expect(error.code).toBe('ECONNRESET'),
        );
        return;
      }
      await expectFailure(caller, failed, { type, message });
    });

    it.each(hostile)(
      '%s fails the invocation, and the next event is handled',
      async (_what, make) => {
        let calls = 0;
        const { answer, url } = await call(
          caller,
          () => {
            calls += 1;
            return calls === 1 ? fail(make()) : 'next';
          },
          // The default logger has to bear it too.
          { log: jsonLogger({}, () => {}) },
        );
        const outcome = await answer.then(
          ({ status }) => status,
          ({ code }) => code,
        );
        expect(outcome).toBe(caller.failure === 'HTTP 500' ? 500 : 'ECONNRESET');
        expect((await send(url, { headers: caller.headers(), body: '{}' })).text).toBe('"next"');
      },
    );
  });

  it('the trace is the stack, a line an entry', async () => {
    if (caller.failure !== 'HTTP 500') return;
    const { answer } = await call(caller, () => {
      throw new RangeError('far out');
    });
    const { trace } = JSON.parse((await answer).text) as { trace: string[] };
    expect(trace[0]).toBe('RangeError: far out');
    expect(trace[1]).toContain('thrown-values.test.ts');
  });
});
