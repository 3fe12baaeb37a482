import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkUtf8 } from '../../../src/s3-csv/decode/utf8.js';
import { chunksOf, collect } from '../bytes.js';

async function check(bytes: Buffer | string, sizes?: readonly number[]) {
  return Buffer.concat(await collect(checkUtf8(chunksOf(bytes, sizes))));
}

const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });

describe('checkUtf8', () => {
  it('passes on every text, wherever it is cut', async () => {
    const property = fc.asyncProperty(fc.string({ unit: 'binary' }), cuts, async (text, sizes) => {
      expect(String(await check(text, sizes))).toBe(text);
    });
    await fc.assert(property);
  });

  it.each([
    ['a lone byte', [0x61, 0xff, 0x62], 'byte 1 (0xFF) is not UTF-8'],
    ['latin1', [0x4a, 0xfc, 0x72, 0x67], 'byte 1 (0xFC) is not UTF-8'],
    ['a continuation byte alone', [0x61, 0x62, 0x80], 'byte 2 (0x80) is not UTF-8'],
    ['a character without its end', [0x61, 0xe2, 0x82, 0x61], 'byte 1 (0xE2) is not UTF-8'],
    ['a file that ends in one', [0x61, 0xe2, 0x82], 'byte 1 (0xE2) is not UTF-8'],
    ['an overlong form', [0xc3, 0xa4, 0xc0, 0x80], 'byte 2 (0xC0) is not UTF-8'],
    ['half a surrogate pair', [0x61, 0xed, 0xa0, 0xbd], 'byte 1 (0xED) is not UTF-8'],
    ['beyond Unicode', [0xf5, 0x80, 0x80, 0x80], 'byte 0 (0xF5) is not UTF-8'],
    [
      'UTF-16',
      [0xff, 0xfe, 0x61, 0x00],
      "byte 0 (0xFF) is not UTF-8; it looks like UTF-16 (encoding: 'utf-16le')",
    ],
  ])('names the byte that is not UTF-8: %s', async (_, bytes, message) => {
    for (const size of [1, 2, 3, 100]) {
      await expect(check(Buffer.from(bytes), [size])).rejects.toMatchObject({
        name: 'NonRetriableError',
        code: 'ERR_CSV_ENCODING',
        message,
      });
    }
  });

  it('names the byte of every broken text, wherever it is cut', async () => {
    const property = fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      cuts,
      async (before, after, sizes) => {
        // 0xff is no part of any character.
        const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
        const at = Buffer.byteLength(before);
        await expect(check(bytes, sizes)).rejects.toThrow(`byte ${at} (0xFF)`);
      },
    );
    await fc.assert(property);
  });
});
