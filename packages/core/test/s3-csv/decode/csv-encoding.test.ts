import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, csvRecords } from '../../../src/s3-csv/csv-records.js';
import { type CsvEncoding, decodingOf } from '../../../src/s3-csv/decode/csv-encoding.js';
import { chunksOf, collect } from '../bytes.js';
import { encode } from '../encode.js';

async function decode(bytes: Buffer, encoding: CsvEncoding, sizes?: readonly number[]) {
  const utf8 = decodingOf(encoding).toUtf8(chunksOf(bytes, sizes), 0);
  return String(Buffer.concat(await collect(utf8)));
}

function records(bytes: Buffer, encoding: CsvEncoding, sizes?: readonly number[], from = 0) {
  const { toUtf8, lengthOf } = decodingOf(encoding);
  const utf8 = toUtf8(chunksOf(bytes.subarray(from), sizes), from);
  const source = { offset: from, lengthOf };
  return collect(csvRecords(utf8, {}, 1_000, source)).then((found) => found.flat());
}

const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
const unicode = fc.string({ unit: 'binary' });
const western = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', 'é', 'ÿ', ' ', '\u0080') });

describe.each([
  ['utf-8', unicode],
  ['utf-16le', unicode],
  ['utf-16be', unicode],
  ['latin1', western],
  ['windows-1252', western.map((text) => text.replaceAll('\u0080', '€'))],
] as const)('a file in %s', (encoding, texts) => {
  it('is decoded, wherever it is cut', async () => {
    const property = fc.asyncProperty(texts, cuts, async (text, sizes) => {
      // Begins with what is no byte order mark, in whatever encoding.
      expect(await decode(encode(`x${text}`, encoding), encoding, sizes)).toBe(`x${text}`);
    });
    await fc.assert(property);
  });

  it('has its records where its own bytes are', async () => {
    const property = fc.asyncProperty(texts, cuts, async (text, sizes) => {
      const bytes = encode(`x,y\n${text}`, encoding);
      const inUtf8 = await records(encode(`x,y\n${text}`, 'utf-8'), 'utf-8');
      const found = await records(bytes, encoding, sizes);
      expect(found.map(({ fields }) => fields)).toEqual(inUtf8.map(({ fields }) => fields));
      let at = 0;
      for (const { start, end, fields, problem } of found) {
        expect(start).toBe(at);
        at = end;
        if (problem !== undefined) continue;
        const [alone] = await records(bytes.subarray(start, end), encoding);
        expect(alone?.fields).toEqual(fields);
      }
      expect(at).toBe(bytes.length);
    });
    await fc.assert(property);
  });

  it('can be read on from the end of any record', async () => {
    const property = fc.asyncProperty(texts, cuts, async (text, sizes) => {
      const bytes = encode(`x,y\n${text}`, encoding);
      const all: readonly CsvRecord[] = await records(bytes, encoding);
      for (const [index, { end }] of all.entries()) {
        expect(await records(bytes, encoding, sizes, end)).toEqual(all.slice(index + 1));
      }
    });
    await fc.assert(property, { numRuns: 50 });
  });
});

describe('decodingOf', () => {
  it.each(['utf-8', 'utf-16le', 'utf-16be'] as const)(
    'skips the byte order mark of %s and counts its bytes',
    async (encoding) => {
      const mark = encode('\uFEFF', encoding);
      const [first] = await records(encode('\uFEFFa\n', encoding), encoding, [1]);
      expect(first).toMatchObject({ fields: ['a'], start: mark.length });
    },
  );

  it('reads the whole of latin1 and of windows-1252', async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect(await decode(all, 'latin1')).toBe(all.toString('latin1'));
    const western = await decode(all, 'windows-1252', [100]);
    expect(western).toHaveLength(256);
    expect(western.slice(0x80, 0xa0)).toBe('€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ');
    expect(western.slice(0xa0)).toBe(all.toString('latin1', 0xa0));
  });

  it.each([
    [
      'half a surrogate pair',
      'utf-16le',
      [0x61, 0, 0x3d, 0xd8, 0x61, 0],
      'byte 2 (0x3D) is not UTF-16LE',
    ],
    ['the second half alone', 'utf-16be', [0, 0x61, 0xdc, 0x00], 'byte 2 (0xDC) is not UTF-16BE'],
    [
      'a file that ends in half a pair',
      'utf-16le',
      [0x61, 0, 0x3d, 0xd8],
      'byte 2 (0x3D) is not UTF-16LE',
    ],
    ['half a character', 'utf-16be', [0, 0x61, 0], 'byte 2 (0x00) is not UTF-16BE'],
    [
      'the other byte order',
      'utf-16le',
      [0xfe, 0xff, 0, 0x61],
      "byte 0 (0xFE) is not UTF-16LE; it looks like UTF-16 (encoding: 'utf-16be')",
    ],
    [
      'the other byte order',
      'utf-16be',
      [0xff, 0xfe, 0x61, 0],
      "byte 0 (0xFF) is not UTF-16BE; it looks like UTF-16 (encoding: 'utf-16le')",
    ],
  ] as const)('names the wrong byte: %s', async (_, encoding, bytes, message) => {
    for (const size of [1, 2, 3, 100]) {
      await expect(decode(Buffer.from(bytes), encoding, [size])).rejects.toMatchObject({
        name: 'NonRetriableError',
        code: 'ERR_CSV_ENCODING',
        message,
      });
    }
  });
});
