import zlib, { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflate } from '../../../src/s3-csv/inflate/inflate.js';
import { chunksOf, collect } from '../bytes.js';

const text = Array.from({ length: 8_000 }, (_, index) => `${index},Jürgen\n`).join('');
const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/** A frame that holds no data, such as pzstd writes in front of each frame. */
function skippable(variant = 0): Buffer {
  return Buffer.from([0x50 + variant, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 9, 9, 9, 9]);
}

async function inflated(bytes: Buffer, sizes?: readonly number[]) {
  return String(Buffer.concat(await collect(inflate(chunksOf(bytes, sizes)))));
}

describe('inflate of zstd', () => {
  it.each([1, 2, 3, 1_000, 1_000_000])('decompresses in chunks of %i bytes', async (size) => {
    expect(await inflated(zstdCompressSync(text), [size])).toBe(text);
  });

  it('decompresses several frames, wherever they are cut', async () => {
    const [one, two, empty] = ['a,b\n', '1,2\n', ''].map((part) => zstdCompressSync(part));
    const frames = [one, two, empty, two].flatMap((frame) => frame ?? []);
    const bytes = Buffer.concat(frames);
    for (let size = 1; size <= bytes.length; size++) {
      expect(await inflated(bytes, [size])).toBe('a,b\n1,2\n1,2\n');
    }
  });

  it('passes over frames that hold no data, also at the start', async () => {
    const parts = [skippable(), zstdCompressSync('a\n'), skippable(15), zstdCompressSync('b\n')];
    for (const size of [1, 5, 1_000]) {
      expect(await inflated(Buffer.concat(parts), [size])).toBe('a\nb\n');
    }
  });

  it('decompresses large frames one after the other', async () => {
    const frame = zstdCompressSync(text.repeat(20));
    const all = await inflated(Buffer.concat([frame, frame]), [1_000]);
    expect(all.length).toBe(2 * 20 * text.length);
  });

  it.each([
    ['cut short', zstdCompressSync(text).subarray(0, -100)],
    [
      'cut in its second frame',
      Buffer.concat([zstdCompressSync(text), zstdCompressSync(text)]).subarray(0, -9),
    ],
    ['damaged', zstdCompressSync(text, checked).fill(0x55, 5_000, 5_010)],
    ['followed by something else', Buffer.concat([zstdCompressSync(text), Buffer.from('rubbish')])],
  ])('says of a zstd that it is %s', async (_, bytes) => {
    for (const size of [7, 1_000, 1_000_000]) {
      await expect(inflated(bytes, [size])).rejects.toMatchObject({
        name: 'NonRetriableError',
        code: 'ERR_CSV_ENCODING',
        message: expect.stringContaining('the zstd is damaged'),
        cause: expect.any(Error),
      });
    }
  });

  it('fails as its source does', async () => {
    const failure = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    async function* broken() {
      yield zstdCompressSync(text).subarray(0, 1_000);
      throw failure;
    }
    await expect(collect(inflate(broken()))).rejects.toBe(failure);
  });

  it('lets go of its source when the consumer leaves', async () => {
    let left = false;
    async function* source() {
      try {
        yield* chunksOf(zstdCompressSync(text.repeat(50)), [1_000]);
      } finally {
        left = true;
      }
    }
    for await (const _ of inflate(source())) break;
    await expect.poll(() => left).toBe(true);
  });

  it('says which Node.js it needs', async () => {
    const { createZstdDecompress } = zlib;
    Reflect.deleteProperty(zlib, 'createZstdDecompress');
    try {
      await expect(inflated(zstdCompressSync(text))).rejects.toMatchObject({
        code: 'ERR_CSV_ENCODING',
        message: expect.stringMatching(/zstd, which Node.js reads from 22.15 on; this is v/),
      });
    } finally {
      Object.assign(zlib, { createZstdDecompress });
    }
  });
});
