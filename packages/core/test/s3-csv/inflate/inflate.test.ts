import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflate, refuseUnreadable } from '../../../src/s3-csv/inflate/inflate.js';
import { chunksOf, collect } from '../bytes.js';

const text = Array.from({ length: 8_000 }, (_, index) => `${index},Jürgen\n`).join('');

async function inflated(bytes: Buffer | string, sizes?: readonly number[]) {
  return Buffer.concat(await collect(inflate(chunksOf(bytes, sizes))));
}

describe('inflate', () => {
  it.each([1, 2, 3, 1_000, 1_000_000])('inflates gzip in chunks of %i bytes', async (size) => {
    expect(String(await inflated(gzipSync(text), [size]))).toBe(text);
  });

  it.each(['', 'a', 'ab', text, '\u001fa'])('passes on what is no gzip', async (plain) => {
    expect(String(await inflated(plain, [1_000]))).toBe(plain);
  });

  it('inflates several members, as `cat a.gz b.gz` makes them', async () => {
    const bytes = Buffer.concat([gzipSync('a,b\n'), gzipSync('1,2\n')]);
    expect(String(await inflated(bytes))).toBe('a,b\n1,2\n');
  });

  describe('zeros after a member, with which tapes and block devices are padded,', () => {
    const zeros = Buffer.alloc(700);
    const padded = Buffer.concat([gzipSync('a,b\n'), zeros, gzipSync('1,2\n'), zeros]);

    it.each([1, 7, 100, 1_000_000])('end no file (in chunks of %i bytes)', async (size) => {
      expect(String(await inflated(padded, [size]))).toBe('a,b\n1,2\n');
    });

    it.each([1, 7, 100, 1_000_000])('hide no damage (in chunks of %i bytes)', async (size) => {
      for (const left of [Buffer.from('1,2\n'), gzipSync('1,2\n').subarray(0, -3)]) {
        const bytes = Buffer.concat([gzipSync('a,b\n'), zeros, left]);
        await expect(inflated(bytes, [size])).rejects.toMatchObject({
          name: 'NonRetriableError',
          code: 'ERR_CSV_ENCODING',
          message: expect.stringContaining('the gzip is damaged'),
        });
      }
    });
  });

  it.each([
    ['cut short', gzipSync(text).subarray(0, -100)],
    ['cut to its header', gzipSync(text).subarray(0, 5)],
    ['damaged', gzipSync(text).fill(0x55, 5_000, 6_000)],
    ['no gzip after two bytes', Buffer.from('1f8bffffffffffffffffffff', 'hex')],
  ])('says of a gzip that it is %s', async (_, bytes) => {
    await expect(inflated(bytes)).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'ERR_CSV_ENCODING',
      message: expect.stringContaining('the gzip is damaged'),
      cause: expect.any(Error),
    });
  });

  it('fails as its source does', async () => {
    const failure = Object.assign(new Error('gone'), { code: 'ECONNRESET', errno: -104 });
    async function* broken() {
      yield gzipSync(text).subarray(0, 1_000);
      throw failure;
    }
    await expect(collect(inflate(broken()))).rejects.toBe(failure);
  });

  it('lets go of its source when the consumer leaves', async () => {
    for (const bytes of [gzipSync(text), Buffer.from(text)]) {
      let left = false;
      async function* source() {
        try {
          yield* chunksOf(bytes, [100]);
        } finally {
          left = true;
        }
      }
      for await (const _ of inflate(source())) break;
      await expect.poll(() => left).toBe(true);
    }
  });
});

describe('refuseUnreadable', () => {
  it.each([undefined, '', 'gzip', 'GZIP', 'zstd', 'aws-chunked', 'aws-chunked, gzip', 'identity'])(
    'accepts content-encoding %s',
    (contentEncoding) => {
      expect(() => refuseUnreadable(contentEncoding)).not.toThrow();
    },
  );

  it.each(['br', 'gzip, br', 'deflate'])('refuses content-encoding %s', (coding) => {
    expect(() => refuseUnreadable(coding)).toThrow(
      expect.objectContaining({ code: 'ERR_CSV_ENCODING', name: 'NonRetriableError' }),
    );
  });
});
