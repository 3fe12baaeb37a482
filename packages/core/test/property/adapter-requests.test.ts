import { METHODS } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { runs, runsTimeout } from '../support/runs.js';
import { completeAnswers, readAnswers } from './support/answers.js';
import { hurl } from './support/hurl.js';
import { anyShares, cut, inChunks, toHead } from './support/raw-requests.js';
import { replyTo, startUnderFire } from './support/server-under-fire.js';

// Whatever bears the adapter's header is an invocation: an answer of any other kind, a 404 or a 415,
// would be its success.

const token = fc.stringMatching(/^[a-z0-9!#$%&'*+.^_`|~-]{1,12}$/);
const value = fc.stringMatching(/^[\x21-\x7e\x80-\xff]{0,20}$/);

const anyMethod = fc.oneof(
  { arbitrary: fc.constant('POST'), weight: 6 },
  fc.constantFrom(...METHODS),
  token.map((name) => name.toUpperCase()),
);
const anyPath = fc.oneof(
  { arbitrary: fc.constantFrom('/events', '/', '/events?a=1', '/?'), weight: 6 },
  fc.constantFrom('*', '//', '/events/', '/EVENTS', 'http://a/events', '/favicon.ico', '/%65vents'),
  fc.stringMatching(/^\/[\x21-\x7e]{0,20}$/),
);
const anyBody = fc.oneof(
  { arbitrary: fc.json().map((json) => Buffer.from(json)), weight: 6 },
  fc.constantFrom('', '{', '{"a":NaN}', "{'a':1}", '{} {}').map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
  // JSON but for its encoding.
  fc.uint8Array({ min: 0x80, maxLength: 3 }).map((bytes) => Buffer.from([34, ...bytes, 34])),
);
const anyType = fc.oneof(
  { arbitrary: fc.constantFrom('application/json', 'Application/JSON; charset=utf-8'), weight: 6 },
  fc.constantFrom('text/plain', 'application/x-www-form-urlencoded', 'application/json5', ''),
  value,
);
const anyRequestContext = fc.oneof(
  { arbitrary: fc.constant('null'), weight: 6 },
  fc.constantFrom('{}', '{"http":{"method":"GET"}}', 'NULL', ''),
);
// Those that decide the length, or that end the connection, have their own test.
const framing = /^(content-length|transfer-encoding|connection|keep-alive|trailer|host)$/;
const ours = /^(content-type|x-amzn-|x-amz-)/;
const otherHeaders = fc.dictionary(
  fc
    .oneof(token, fc.constantFrom('expect', 'upgrade', 'range', 'te', 'cookie', 'if-match'))
    .filter((name) => !framing.test(name) && !ours.test(name)),
  fc.oneof(value, fc.constantFrom('100-continue', 'h2c', 'bytes=0-1', 'garbage')),
  { maxKeys: 4 },
);

interface AdapterRequest {
  bytes: Buffer;
  method: string;
  /** The event, where it is one. */
  event?: { value: unknown };
}

const anyRequest: fc.Arbitrary<AdapterRequest> = fc
  .record({
    method: anyMethod,
    path: anyPath,
    type: anyType,
    requestContext: anyRequestContext,
    others: otherHeaders,
    body: anyBody,
    chunkSize: fc.option(fc.integer({ min: 1, max: 20 })),
  })
  .map(({ method, path, type, requestContext, others, body, chunkSize }) => {
    const head = toHead(`${method} ${path} HTTP/1.1`, {
      host: 'localhost',
      ...others,
      ...adapterHeaders(),
      'content-type': type,
      'x-amzn-request-context': requestContext,
      ...(chunkSize === null
        ? { 'content-length': String(body.length) }
        : { 'transfer-encoding': 'chunked' }),
    });
    const bytes = Buffer.concat([head, chunkSize === null ? body : inChunks(body, chunkSize)]);
    const isEvent =
      method === 'POST' &&
      ['/events', '/'].includes(path.replace(/\?.*$/, '')) &&
      /^application\/json\s*(;|$)/i.test(type.trim()) &&
      requestContext === 'null';
    const event = isEvent ? readJson(body) : undefined;
    return { bytes, method, ...(event && { event }) };
  });

describe.each([
  { codes: '500-599', failure: 500 },
  { codes: undefined, failure: 'a closed connection' },
])('with AWS_LWA_ERROR_STATUS_CODES $codes', runsTimeout, ({ codes, failure }) => {
  it(`what the adapter sends is an event or fails by ${failure}`, async () => {
    await using server = await startUnderFire(codes);
    const holds = fc.asyncProperty(anyRequest, anyShares, async (request, shares) => {
      const { bytes, method, event } = request;
      const until = (received: string) => isAnswered(received, method);
      const { text } = await hurl(server.url, {
        pieces: cut(bytes, shares),
        ending: 'wait',
        until,
      });
      const [answer, ...others] = readAnswers(text);
      expect(others).toEqual([]);
      if (event) {
        expect(answer).toEqual({ status: 200, body: replyTo(event.value) });
        expect(server.events()).toEqual([event.value]);
      } else {
        // What is no HTTP at all is answered by nothing, whatever is set.
        expect(failure === 500 ? [500, undefined] : [undefined]).toContain(answer?.status);
        expect(server.events()).toEqual([]);
      }
      await server.check();
    });
    await fc.assert(holds, runs(200));
  });
});

function isAnswered(received: string, method: string): boolean {
  const [answer] = completeAnswers(received);
  return answer !== undefined && (answer.body !== '' || method === 'HEAD');
}

function readJson(bytes: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return undefined;
  }
}
