import { describe, expect, it } from 'vitest';
import { call, callers, expectFailure } from '../support/callers.js';
import { send } from '../support/http.js';

const cycle = () => {
  const node: { self?: unknown } = {};
  node.self = node;
  return { node };
};

/** Arrays in arrays, so deep. */
const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1);
/** Objects in objects, so deep. */
const nestedObjects = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((a) => ({ a }), 1);

// With its quotes this is exactly what Lambda takes.
const largest = 6_291_556;

const notSerializable: [string, () => unknown][] = [
  ['a BigInt', () => 7n],
  ['a BigInt far inside', () => ({ a: [{ b: 7n }] })],
  ['a cycle', cycle],
  ['a function', () => () => {}],
  ['a symbol', () => Symbol('s')],
  [
    'a toJSON that throws',
    () => ({
      toJSON() {
        throw new Error('not today');
      },
    }),
  ],
  [
    'a getter that throws',
    () => ({
      get a() {
        throw new Error('not today');
      },
    }),
  ],
  ['a toJSON that gives undefined', () => ({ toJSON: () => undefined })],
  ['nesting that no stack takes', () => nested(1_000_000)],
];

describe.each(callers)('a handler called by $name', (caller) => {
  it.each(notSerializable)('that returns %s fails its invocation', async (_what, make) => {
    const failed = await call(caller, make);
    await expectFailure(caller, failed, { code: 'ERR_REPLY_NOT_SERIALIZABLE' });
  });

  it.each<[string, () => unknown]>([
    ['200 levels of arrays', () => nested(200)],
    ['200 levels of objects', () => nestedObjects(200)],
    ['one level too many', () => nested(128)],
    ['one level too many beside brackets in a text', () => ({ a: '[[[{{{\\"', b: nested(127) })],
  ])('that returns %s fails its invocation', async (_what, make) => {
    const failed = await call(caller, make);
    await expectFailure(caller, failed, { code: 'ERR_REPLY_TOO_DEEP' });
  });

  it.each<[string, () => unknown]>([
    ['7 MB', () => 'x'.repeat(7 * 1024 * 1024)],
    ['one byte too many', () => 'x'.repeat(largest - 1)],
    ['too many bytes in few characters', () => '😀'.repeat(largest / 4)],
  ])('that returns %s fails its invocation', async (_what, make) => {
    const failed = await call(caller, make);
    const message = expect.stringContaining(String(largest));
    await expectFailure(caller, failed, { code: 'ERR_REPLY_TOO_LARGE', message });
  });

  it('keeps the reason why a reply cannot be written', async () => {
    const { answer, log } = await call(caller, () => 7n);
    await answer.catch(() => {});
    const [error] = log.errors();
    expect((error as Error).cause).toBeInstanceOf(TypeError);
  });

  it.each<[string, () => unknown, string]>([
    ['127 levels', () => nested(127), `${'['.repeat(127)}1${']'.repeat(127)}`],
    ['a thousand brackets in a text', () => '[{'.repeat(500), `"${'[{'.repeat(500)}"`],
    [
      'quotes and backslashes',
      () => ['\\', '"', '\\"[', '\\\\'],
      '["\\\\","\\"","\\\\\\"[","\\\\\\\\"]',
    ],
    ['nothing', () => undefined, 'null'],
    ['null', () => null, 'null'],
    ['an empty text', () => '', '""'],
    ['a date', () => new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['numbers that are none', () => [Number.NaN, Number.POSITIVE_INFINITY], '[null,null]'],
    ['a text like a number out of range', () => ({ '1e400': '1e400' }), '{"1e400":"1e400"}'],
    ['the largest number', () => Number.MAX_VALUE, '1.7976931348623157e+308'],
    ['two emojis', () => '😀😀', '"😀😀"'],
  ])('that returns %s succeeds', async (_what, make, text) => {
    const { answer } = await call(caller, make);
    const { status, headers, text: received } = await answer;
    expect({ status, received }).toEqual({ status: 200, received: text });
    expect(headers['content-type']).toBe('application/json');
    expect(headers['content-length']).toBe(String(Buffer.byteLength(text)));
  });

  it('that returns the largest reply succeeds', async () => {
    const { answer } = await call(caller, () => 'x'.repeat(largest - 2));
    const { status, text } = await answer;
    expect(status).toBe(200);
    expect(text).toHaveLength(largest);
  });

  it('never gets its reply compressed', async () => {
    const headers = { 'accept-encoding': 'gzip, br, zstd' };
    const { answer } = await call(caller, () => 'x'.repeat(5000), { request: { headers } });
    expect((await answer).headers['content-encoding']).toBeUndefined();
    expect((await answer).text).toHaveLength(5002);
  });

  it('that fails leaves the server as it was', async () => {
    const { answer, url } = await call(caller, (event: { good?: boolean }) =>
      event.good ? 1 : 7n,
    );
    await answer.catch(() => {});
    const next = await send(url, { headers: caller.headers(), body: '{"good":true}' });
    expect(next.text).toBe('1');
  });
});

describe.runIf('rawJSON' in JSON)('a number that no double holds', () => {
  const raw = (text: string): unknown =>
    (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);

  it.each([
    ['1e400', '1e400'],
    ['-1E+400', '-1E+400'],
    ['1e0400', '1e0400'],
    ['401 digits', `1${'0'.repeat(400)}`],
    ['310 digits before the point', `${'9'.repeat(310)}.5`],
    ['300 digits and an exponent of 99', `${'9'.repeat(300)}e99`],
  ])('fails the invocation: %s', async (_what, text) => {
    for (const caller of callers) {
      const failed = await call(caller, () => ({ a: [raw(text)] }));
      await expectFailure(caller, failed, { code: 'ERR_REPLY_NOT_SERIALIZABLE' });
    }
  });

  it.each([
    ['1e-400', '1e-400'],
    ['0.1e308', '0.1e308'],
    ['20 digits', '12345678901234567890'],
    ['400 digits after the point', `0.${'1'.repeat(400)}`],
  ])('is not %s, which is passed on', async (_what, text) => {
    const [caller] = callers;
    if (!caller) throw new Error('no caller');
    const { answer } = await call(caller, () => raw(text));
    expect((await answer).text).toBe(text);
  });
});
