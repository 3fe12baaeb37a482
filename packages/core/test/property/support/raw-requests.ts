import fc from 'fast-check';
import { adapterHeaders } from '../../support/adapter-headers.js';
import { curlHeaders } from '../../support/http.js';

/** A good event, as bytes. */
export interface GoodRequest {
  head: Buffer;
  body: Buffer;
  event: unknown;
}

export const bytesOf = ({ head, body }: GoodRequest): Buffer => Buffer.concat([head, body]);

/** Events that no part of themselves is, so that no wrong length makes another event of them. */
const anyEvent = fc.record({
  text: fc.string({ unit: 'binary', maxLength: 40 }),
  list: fc.array(fc.integer(), { maxLength: 5 }),
});

/** Good events of the adapter and of curl, with a length or in chunks. */
export const anyGoodRequest: fc.Arbitrary<GoodRequest> = fc
  .record({
    event: anyEvent,
    fromAdapter: fc.boolean(),
    path: fc.constantFrom('/events', '/', '/events?a=1'),
    chunkSize: fc.option(fc.integer({ min: 1, max: 50 })),
  })
  .map(({ event, fromAdapter, path, chunkSize }) => {
    const json = Buffer.from(JSON.stringify(event));
    const headers = {
      host: 'localhost',
      ...(fromAdapter ? adapterHeaders() : curlHeaders),
      ...(chunkSize === null
        ? { 'content-length': String(json.length) }
        : { 'transfer-encoding': 'chunked' }),
    };
    return {
      event,
      head: toHead(`POST ${path} HTTP/1.1`, headers),
      body: chunkSize === null ? json : inChunks(json, chunkSize),
    };
  });

/** The first line and the headers of a request. */
export function toHead(line: string, headers: Record<string, string>): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${line}\r\n${lines.join('')}\r\n`, 'latin1');
}

export function inChunks(bytes: Buffer, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** Cuts bytes into pieces, at places given as shares of the whole. */
export function cut(bytes: Buffer, shares: readonly number[]): Buffer[] {
  const places = shares.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b);
  return [...places, bytes.length]
    .map((end, n) => bytes.subarray(n === 0 ? 0 : places[n - 1], end))
    .filter(({ length }) => length > 0);
}

/** A place, as a share of the whole, below 1. (Random doubles are nearly all next to 0.) */
export const anyShare = fc.nat(9999).map((tenThousandths) => tenThousandths / 10_000);

/** Where to cut. */
export const anyShares = fc.array(anyShare, { maxLength: 8 });
