import { toUSVString } from 'node:util';
import { notEncoded } from './not-encoded.js';

/**
 * Makes UTF-8 of UTF-16. What is cut by the end of a chunk, half a character or half a surrogate pair,
 * waits for its rest.
 *
 * @param start - where the bytes stand in the file
 * @throws NonRetriableError `ERR_CSV_ENCODING` that names the first byte which is not UTF-16
 */
export async function* utf16ToUtf8(
  bytes: AsyncIterable<Buffer>,
  encoding: 'utf-16le' | 'utf-16be',
  start = 0,
): AsyncGenerator<Buffer> {
  const highByte = encoding === 'utf-16le' ? 1 : 0;
  let offset = start;
  let cut: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const given = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk;
    const whole = given.subarray(0, given.length - cutLength(given, highByte));
    cut = given.subarray(whole.length);
    if (whole.length === 0) continue;
    yield Buffer.from(decode(whole, encoding, offset));
    offset += whole.length;
  }
  if (cut.length > 0) throw notEncoded(offset, cut[0], encoding);
}

/** How many bytes at the end belong to a character whose rest has not come. */
function cutLength(bytes: Buffer, highByte: 0 | 1): number {
  const odd = bytes.length % 2;
  const lastUnit = bytes.length - odd - 2;
  // The first half of a surrogate pair.
  const isHalf = ((bytes[lastUnit + highByte] ?? 0) & 0xfc) === 0xd8;
  return odd + (isHalf ? 2 : 0);
}

function decode(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be', offset: number): string {
  const littleEndian = encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16();
  const text = littleEndian.toString('utf16le');
  // The byte order mark of the other one.
  if (offset === 0 && text.startsWith('\uFFFE')) throw notEncoded(0, bytes[0], encoding);
  const wellFormed = toUSVString(text);
  if (text === wellFormed) return text;
  let at = 0;
  while (text[at] === wellFormed[at]) at++;
  throw notEncoded(offset + 2 * at, bytes[2 * at], encoding);
}
