import { describe, expect, test } from 'vitest';
import { failure, startFixture } from './adapter-under-test.js';

const rustError =
  '&alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>';
const rustPanic = '&alloc::boxed::Box<dyn core::any::Any + core::marker::Send>';

const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
const json = (body: string) => ({ body });
const typed = (type: string, body = '{"a":1}') => ({ headers: { 'content-type': type }, body });

/** What becomes of a handler's answer: the table of the adapter's rules. */
export function testReplies({ isVersion1 }: { isVersion1: boolean }): void {
  const panicked = (error: string) => ({
    errorType: rustPanic,
    errorMessage: isVersion1
      ? `Lambda panicked: unable to read bytes from body: hyper::Error(Body, Custom { kind: UnexpectedEof, error: ${error} })`
      : 'Lambda panicked',
  });

  const successes: Record<string, { told: object; value: unknown }> = {
    JSON: { told: json('{"b":1,"a":2}'), value: { a: 2, b: 1 } },
    'JSON as text/plain': { told: typed('text/plain'), value: { a: 1 } },
    'JSON of a +json type': { told: typed('application/problem+json'), value: { a: 1 } },
    'JSON of no type': { told: { headers: {}, body: '{"a":1}' }, value: { a: 1 } },
    'JSON with a byte order mark': { told: json('\ufeff{"a":1}'), value: { a: 1 } },
    'status 404': { told: { status: 404, body: '{"a":1}' }, value: { a: 1 } },
    'status 500': { told: { status: 500, body: '{"a":1}' }, value: { a: 1 } },
    'status 204': { told: { status: 204 }, value: null },
    'an empty body': { told: json(''), value: null },
    'invalid JSON': { told: json('{"a":'), value: null },
    'plain text': { told: typed('text/plain', 'hello'), value: null },
    'another type': { told: typed('application/octet-stream'), value: null },
    'a type in capitals': { told: typed('Application/JSON'), value: null },
    'an empty type': { told: typed(''), value: null },
    'a content encoding': {
      told: { headers: { 'content-encoding': 'identity' }, body: '{"a":1}' },
      value: null,
    },
    'half a surrogate pair': { told: json(String.raw`"cut \ud83d"`), value: null },
    'nesting of 127': { told: json(nested(127)), value: JSON.parse(nested(127)) },
    'nesting of 128': { told: json(nested(128)), value: null },
    '1e400': { told: json('1e400'), value: null },
    // Rust's reader is a bit off in the last place: a number that JavaScript reads otherwise.
    'a number of 17 digits': {
      told: json('0.17835472734681979'),
      value: 0.1783547273468198,
    },
  };

  const failures: Record<string, { told: object; error: object }> = {
    'a connection closed before the headers': {
      told: { cut: 'before the headers' },
      error: { errorType: rustError, errorMessage: 'client error (SendRequest)' },
    },
    'a connection reset': {
      told: { cut: 'by a reset' },
      error: { errorType: rustError, errorMessage: 'client error (SendRequest)' },
    },
    'a connection closed after the headers': {
      told: { cut: 'after the headers', headers: { 'content-length': '9' } },
      error: panicked('IncompleteBody'),
    },
    'a connection closed in the body': {
      told: { cut: 'in the body', headers: { 'content-length': '9' } },
      error: panicked('IncompleteBody'),
    },
    'a connection closed between two chunks': {
      told: { cut: 'in the body' },
      error: panicked('"unexpected EOF during chunk size line"'),
    },
  };

  describe('a reply', () => {
    test('is read by the rules of the adapter', async () => {
      await using told = await startFixture('reply-as-told.mjs');
      for (const [name, { told: event, value }] of Object.entries(successes)) {
        expect(await told.sandbox.invoke(event), name).toEqual(value);
      }
    });

    test('that breaks off fails the invocation, and only that one', async () => {
      await using told = await startFixture('reply-as-told.mjs');
      for (const [name, { told: event, error }] of Object.entries(failures)) {
        expect(await failure(told.sandbox.invoke(event)), name).toMatchObject(error);
        expect(await told.sandbox.invoke({ body: '"next"' }), name).toBe('next');
      }
    });

    test('of a handler that listens no more fails each invocation', async () => {
      await using told = await startFixture('reply-as-told.mjs');
      expect(
        await told.sandbox.invoke({ stopListening: true, headers: { connection: 'close' } }),
      ).toBeNull();
      for (let n = 0; n < 2; n++) {
        expect(await failure(told.sandbox.invoke({}))).toMatchObject({
          errorType: rustError,
          errorMessage: 'client error (Connect)',
        });
      }
    });

    test('in streaming mode comes with a prelude glued before it', async () => {
      const env = { AWS_LWA_INVOKE_MODE: 'response_stream' };
      await using told = await startFixture('reply-as-told.mjs', { env });
      const reply = String(await told.sandbox.invoke({ status: 500, body: '{"a":1}' }));
      const [prelude = '', body] = reply.split('\0'.repeat(8));
      expect(JSON.parse(prelude)).toMatchObject({ statusCode: 500, cookies: [] });
      expect(body).toBe('{"a":1}');
    });
  });

  describe('AWS_LWA_ERROR_STATUS_CODES', () => {
    const statuses = [200, 400, 500, 501, 502, 503, 504];
    test.for<{ codes: string; failing: number[] }>([
      { codes: '500-599', failing: [500, 501, 502, 503, 504] },
      { codes: '400-499', failing: [400] },
      { codes: '500,502-504', failing: [500, 502, 503, 504] },
      { codes: '500,abc', failing: [500] },
      { codes: ' 500 ', failing: [500] },
      { codes: '+500', failing: [500] },
      { codes: '200', failing: [200] },
      { codes: '500 - 599', failing: [] },
      { codes: '599-500', failing: [] },
      { codes: '500-502-504', failing: [] },
      { codes: 'abc', failing: [] },
      { codes: '', failing: [] },
    ])('"$codes" makes function errors of $failing', async ({ codes, failing }) => {
      const env = { AWS_LWA_ERROR_STATUS_CODES: codes };
      await using told = await startFixture('reply-as-told.mjs', { env });
      for (const status of statuses) {
        const invocation = told.sandbox.invoke({ status, body: '"the body"' });
        if (!failing.includes(status)) {
          expect(await invocation).toBe('the body');
          continue;
        }
        expect(await failure(invocation)).toMatchObject({
          errorType: rustError,
          errorMessage: `Request failed with configured error status code: ${status}`,
        });
      }
    });
  });

  test('events go to another pass-through path where one is set', async () => {
    const env = { AWS_LWA_PASS_THROUGH_PATH: '/jobs' };
    await using echo = await startFixture('echo.mjs', { env });
    expect(await echo.sandbox.invoke({})).toMatchObject({ method: 'POST', url: '/jobs' });
  });

  test('readiness is asked for on another path where one is set', async () => {
    const env = { AWS_LWA_READINESS_CHECK_PATH: '/healthz' };
    await using told = await startFixture('reply-as-told.mjs', { env });
    expect(await told.sandbox.invoke({ body: '1' })).toBe(1);
  });

  test('an event shaped like an HTTP request becomes one, to its own path', async () => {
    await using echo = await startFixture('echo.mjs');
    const http = { method: 'PUT', path: '/ignored' };
    const event = { rawPath: '/orders', rawQueryString: 'a=1', requestContext: { http } };
    const reply = (await echo.sandbox.invoke(event)) as { statusCode: number; body: string };
    expect(reply.statusCode).toBe(200);
    expect(JSON.parse(reply.body)).toMatchObject({ method: 'PUT', url: '/orders?a=1' });
  });
}
