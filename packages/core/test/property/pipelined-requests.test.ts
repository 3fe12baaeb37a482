import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlHeaders } from '../support/http.js';
import { runs, runsTimeout } from '../support/runs.js';
import { completeAnswers, readAnswers } from './support/answers.js';
import { hurl } from './support/hurl.js';
import { anyGoodRequest, anyShares, bytesOf, cut, toHead } from './support/raw-requests.js';
import { replyTo, startUnderFire } from './support/server-under-fire.js';

/** A request, and what a person would be answered. */
interface Sent {
  bytes: Buffer;
  status: number;
  body?: string;
}

const good = anyGoodRequest.map(
  (request): Sent => ({ bytes: bytesOf(request), status: 200, body: replyTo(request.event) }),
);
const bad = fc
  .constantFrom<[string, Record<string, string>, string, number]>(
    ['POST /events HTTP/1.1', curlHeaders, '{"a":', 500],
    ['POST /events HTTP/1.1', curlHeaders, '', 500],
    ['POST /events HTTP/1.1', {}, '{}', 415],
    ['POST /elsewhere HTTP/1.1', curlHeaders, '{}', 404],
    ['PUT /events HTTP/1.1', curlHeaders, '{}', 405],
  )
  .map(([line, headers, body, status]): Sent => {
    const head = toHead(line, { ...headers, 'content-length': String(body.length) });
    return { bytes: Buffer.concat([head, Buffer.from(body)]), status };
  });
const ready = fc.constant<Sent>({ bytes: toHead('GET / HTTP/1.1', {}), status: 200, body: '' });

describe('requests in one connection', runsTimeout, () => {
  it('are each answered, in their order, in whatever pieces they come', async () => {
    await using server = await startUnderFire();
    const requests = fc.array(fc.oneof({ arbitrary: good, weight: 3 }, bad, ready), {
      minLength: 1,
      maxLength: 8,
    });
    const holds = fc.asyncProperty(requests, anyShares, fc.nat(2), async (sent, shares, gapMs) => {
      const pieces = cut(Buffer.concat(sent.map(({ bytes }) => bytes)), shares);
      const until = (received: string) => completeAnswers(received).length === sent.length;
      const { text } = await hurl(server.url, { pieces, gapMs, ending: 'wait', until });
      expect(readAnswers(text)).toEqual(
        sent.map(({ status, body = expect.any(String) }) => ({ status, body })),
      );
      await server.check();
    });
    await fc.assert(holds, runs(100));
  });

  it('are answered byte by byte, too', async () => {
    await using server = await startUnderFire();
    const holds = fc.asyncProperty(good, async ({ bytes, body }) => {
      const pieces = [...bytes].map((byte) => Buffer.of(byte));
      const until = (received: string) => completeAnswers(received).length === 1;
      const { text } = await hurl(server.url, { pieces, ending: 'wait', until });
      expect(readAnswers(text)).toEqual([{ status: 200, body }]);
      await server.check();
    });
    await fc.assert(holds, runs(10));
  });
});
