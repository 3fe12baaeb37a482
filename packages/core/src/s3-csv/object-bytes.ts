import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { refuseUnreadable } from './inflate.js';
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

/**
 * Streams an object's bytes, all of one and the same object however often the connection breaks:
 * a dropped or silent one is taken up again at the exact byte, after a back-off of 0.1 s doubling to
 * at most 5 s, with full jitter. The consumer's pace is the connection's pace.
 *
 * @throws ObjectSupersededError when the object was replaced or deleted meanwhile
 */
export async function* objectBytes(
  client: S3Client,
  object: ObjectLocation,
  options: ObjectReadOptions,
): AsyncGenerator<Buffer> {
  const { signal, stallTimeoutMs = 10_000, maxReconnects = 5 } = options;
  let pinned = object;
  let offset = 0;
  let size = Number.POSITIVE_INFINITY;
  let failures = 0;
  while (offset < size) {
    try {
      const range = await openRange(client, pinned, offset, { signal, timeoutMs: stallTimeoutMs });
      try {
        ({ object: pinned, size } = range);
        refuseUnreadable(range.contentEncoding);
        for await (const chunk of readBody(range.body, stallTimeoutMs)) {
          failures = 0;
          offset += chunk.length;
          yield chunk;
        }
      } finally {
        range.close();
      }
      if (offset < size) throw dropped(`the connection ended at byte ${offset} of ${size}`);
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
