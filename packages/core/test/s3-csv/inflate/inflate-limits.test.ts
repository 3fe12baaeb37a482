import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflate } from '../../../src/s3-csv/inflate/inflate.js';
import type { InflateLimits } from '../../../src/s3-csv/inflate/inflate-limits.js';
import { chunksOf } from '../bytes.js';

const MiB = 1024 * 1024;

/** How many bytes come out, and how it ends. */
async function outcome(bytes: Buffer, limits: InflateLimits = {}) {
  let length = 0;
  try {
    for await (const chunk of inflate(chunksOf(bytes, [16_384]), limits)) length += chunk.length;
  } catch (error) {
    return { length, error };
  }
  return { length, error: undefined };
}

describe('the limits of inflate', () => {
  it.each([
    ['gzip', gzipSync(Buffer.alloc(100 * MiB, 'a,b\n'))],
    ['zstd', zstdCompressSync(Buffer.alloc(100 * MiB, 'a,b\n'))],
  ])('ends a bomb of %s long before its end', async (_, bomb) => {
    const { length, error } = await outcome(bomb);
    expect(error).toMatchObject({
      name: 'NonRetriableError',
      code: 'ERR_CSV_INFLATE_LIMIT',
      message: expect.stringContaining('more than 200 times as many (maxInflateRatio)'),
    });
    expect(length).toBeLessThan(60 * MiB);
  });

  it('lets a small file hold what it will', async () => {
    const { length, error } = await outcome(gzipSync(Buffer.alloc(10 * MiB, 'a,b\n')));
    expect({ length, error }).toEqual({ length: 10 * MiB, error: undefined });
  });

  it('can be told that a file holds more', async () => {
    const bytes = zstdCompressSync(Buffer.alloc(30 * MiB, 'a,b\n'));
    expect((await outcome(bytes)).error).toMatchObject({ code: 'ERR_CSV_INFLATE_LIMIT' });
    const limits = { maxInflateRatio: Number.POSITIVE_INFINITY };
    expect(await outcome(bytes, limits)).toEqual({ length: 30 * MiB, error: undefined });
  });

  it('bounds what comes out in all', async () => {
    const bytes = gzipSync(Buffer.alloc(MiB, 'a,b\n'));
    expect(await outcome(bytes, { maxInflatedBytes: MiB })).toMatchObject({ error: undefined });
    const { length, error } = await outcome(bytes, { maxInflatedBytes: MiB - 1 });
    expect(length).toBeLessThan(MiB);
    expect(error).toMatchObject({
      code: 'ERR_CSV_INFLATE_LIMIT',
      message: expect.stringContaining('more than 1048575 bytes came out of it (maxInflatedBytes)'),
    });
  });

  it('is none for what is not compressed', async () => {
    const limits = { maxInflatedBytes: 1, maxInflateRatio: 1 };
    expect(await outcome(Buffer.alloc(20 * MiB, 'a,b\n'), limits)).toMatchObject({
      length: 20 * MiB,
      error: undefined,
    });
  });
});
