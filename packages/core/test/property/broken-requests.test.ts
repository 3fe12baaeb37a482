import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs, runsTimeout } from '../support/runs.js';
import { readAnswers } from './support/answers.js';
import { hurl } from './support/hurl.js';
import { anyGoodRequest, anyShare, anyShares, bytesOf, cut } from './support/raw-requests.js';
import { replyTo, startUnderFire } from './support/server-under-fire.js';

const place = (bytes: Buffer, at: number) => Math.floor(at * bytes.length);

/** One way to break bytes. */
type Break = (bytes: Buffer) => Buffer;

const anyBreak: fc.Arbitrary<Break> = fc.oneof(
  fc.tuple(anyShare, fc.nat(255)).map(
    ([at, byte]): Break =>
      (bytes) =>
        Buffer.from(bytes.with(Math.min(place(bytes, at), bytes.length - 1), byte)),
  ),
  fc.tuple(anyShare, fc.uint8Array({ maxLength: 4 })).map(
    ([at, more]): Break =>
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, place(bytes, at)),
          more,
          bytes.subarray(place(bytes, at)),
        ]),
  ),
  fc.tuple(anyShare, fc.nat(20)).map(
    ([at, size]): Break =>
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, place(bytes, at)),
          bytes.subarray(place(bytes, at) + size),
        ]),
  ),
  fc.tuple(anyShare, anyShare).map(
    ([from, to]): Break =>
      (bytes) =>
        Buffer.concat([bytes, bytes.subarray(place(bytes, from), place(bytes, to))]),
  ),
);
const anyBreaks = fc.array(anyBreak, { minLength: 1, maxLength: 4 });
const breakAll = (bytes: Buffer, breaks: Break[]) =>
  breaks.reduce((broken, change) => change(broken), bytes);

describe.each(['500-599', undefined])(
  'with AWS_LWA_ERROR_STATUS_CODES %s',
  runsTimeout,
  (codes) => {
    it('a request that breaks off is no event, however it ends', async () => {
      await using server = await startUnderFire(codes);
      const how = fc.constantFrom('end' as const, 'reset' as const);
      const holds = fc.asyncProperty(
        anyGoodRequest,
        anyShare,
        anyShares,
        how,
        async (request, at, shares, ending) => {
          const whole = bytesOf(request);
          const pieces = cut(whole.subarray(0, place(whole, at)), shares);
          const { text } = await hurl(server.url, { pieces, ending });
          expect(server.events()).toEqual([]);
          expect(text).toBe('');
          await server.check();
        },
      );
      await fc.assert(holds, runs(100));
    });

    it('a broken head gives no other event, and no success without one', async () => {
      await using server = await startUnderFire(codes);
      const holds = fc.asyncProperty(anyGoodRequest, anyBreaks, async (request, breaks) => {
        const pieces = [breakAll(request.head, breaks), request.body];
        const { text } = await hurl(server.url, { pieces });
        const events = server.events();
        for (const event of events) expect(event).toEqual(request.event);
        expectSuccesses(text, pieces, events);
        await server.check();
      });
      await fc.assert(holds, runs(150));
    });

    it('a request broken anywhere is a success only where it is an event', async () => {
      await using server = await startUnderFire(codes);
      const holds = fc.asyncProperty(
        anyGoodRequest,
        anyBreaks,
        anyShares,
        async (request, breaks, shares) => {
          const pieces = cut(breakAll(bytesOf(request), breaks), shares);
          const { text } = await hurl(server.url, { pieces });
          expectSuccesses(text, pieces, server.events());
          await server.check();
        },
      );
      await fc.assert(holds, runs(150));
    });
  },
);

/** Each success is the reply to one of the events, in their order, or says that the server is ready. */
function expectSuccesses(text: string, pieces: Buffer[], events: unknown[]): void {
  const isReady = /(GET|HEAD) \/ /.test(Buffer.concat(pieces).toString('latin1'));
  const replies = readAnswers(text)
    .filter(({ status, body }) => status < 300 && !(isReady && body === ''))
    .map(({ body }) => body);
  expect(replies).toEqual(events.slice(0, replies.length).map(replyTo));
}
