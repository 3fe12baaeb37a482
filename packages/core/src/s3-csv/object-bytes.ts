import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { refuseUnreadable } from './inflate/inflate.js';
import { type ObjectLocation, openRange, statusOf, timedOut } from './object-range.js';

/** How an object is read from S3. */
export interface ObjectReadOptions {
  /**
   * How long the connection may stay silent while we wait for bytes, in milliseconds, before the
   * rest is asked for anew. Time that the handler takes does not count.
   * @default 10_000
   */
  stallTimeoutMs?: number;
  /**
   * How often in a row the rest is asked for anew without a single byte of progress; beyond that
   * the last error is thrown. The SDK's own retries of a request come on top.
   * @default 5
   */
  maxReconnects?: number;
  /** Stops the reading. In a handler: the context's. */
  signal?: AbortSignal;
}

/** How far the reading of an object, or of a part of it, has come. */
export interface ObjectReading {
  /** Pinned by the first answer. */
  object: ObjectLocation;
  /** The next byte; before the first answer, the one to begin with. */
  offset: number;
  /** The size of the object; unknown before the first answer. */
  size?: number;
  /** The first byte that is not wanted. Default: the object's end. */
  readonly end?: number | undefined;
}

/**
 * Streams an object's bytes, all of one and the same object however often the connection breaks:
 * a dropped or silent one is taken up again at the exact byte, after a back-off of 0.1 s doubling to
 * at most 5 s, with full jitter. The consumer's pace is the connection's pace.
 *
 * @param reading - is kept up to date
 * @throws ObjectSupersededError when the object was replaced or deleted meanwhile
 */
export async function* objectBytes(
  client: S3Client,
  object: ObjectLocation,
  options: ObjectReadOptions,
  reading: ObjectReading = { object, offset: 0 },
): AsyncGenerator<Buffer> {
  const { signal, stallTimeoutMs: timeoutMs = 10_000, maxReconnects = 5 } = options;
  const { end = Number.POSITIVE_INFINITY } = reading;
  let failures = 0;
  while (reading.offset < Math.min(end, reading.size ?? end)) {
    try {
      const wanted = { end: reading.end, signal, timeoutMs };
      const range = await openRange(client, reading.object, reading.offset, wanted);
      try {
        Object.assign(reading, { object: range.object, size: range.size });
        refuseUnreadable(range.contentEncoding);
        for await (const chunk of readBody(range.body, timeoutMs)) {
          failures = 0;
          reading.offset += chunk.length;
          yield chunk;
        }
      } finally {
        range.close();
      }
      const { offset, size = 0 } = reading;
      if (offset < Math.min(end, size)) {
        throw dropped(`the connection ended at byte ${offset} of ${size}`);
      }
    } catch (error) {
      signal?.throwIfAborted();
      failures += 1;
      if (!isTransient(error) || failures > maxReconnects) throw error;
      await backOff(failures, signal);
    }
  }
}

async function* readBody(body: Readable, stallTimeoutMs: number): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  const stalled = () => body.destroy(timedOut(`no byte in ${stallTimeoutMs} ms`));
  try {
    for (;;) {
      const timer = setTimeout(stalled, stallTimeoutMs);
      const { done, value } = await chunks.next().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    body.destroy();
  }
}

async function backOff(failures: number, signal: AbortSignal | undefined): Promise<void> {
  const ceiling = Math.min(100 * 2 ** (failures - 1), 5_000);
  try {
    await sleep(Math.random() * ceiling, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function dropped(message: string): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}

// What a second try can help: an answer that says so, or none at all, which Node.js tells by the
// code of a system error.
function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined && status >= 300) {
    return status >= 500 || status === 429 || status === 408;
  }
  const { code, name } = error as { code?: unknown; name?: unknown };
  return (
    name === 'TimeoutError' || /^(E[A-Z]+|EAI_AGAIN|ERR_STREAM_PREMATURE_CLOSE)$/.test(`${code}`)
  );
}
