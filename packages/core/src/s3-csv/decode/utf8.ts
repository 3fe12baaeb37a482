import { isUtf8 } from 'node:buffer';
import { notEncoded } from './not-encoded.js';

/**
 * Passes bytes on as long as they are UTF-8. A character cut by the end of a chunk is judged when its
 * rest has come.
 *
 * @param start - where the bytes stand in the file
 * @throws NonRetriableError `ERR_CSV_ENCODING` that names the first byte which is not
 */
export async function* checkUtf8(bytes: AsyncIterable<Buffer>, start = 0): AsyncGenerator<Buffer> {
  let offset = start;
  let cut: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const given = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk;
    const whole = given.subarray(0, given.length - cutLength(given));
    if (!isUtf8(whole)) throw notUtf8(whole, offset);
    cut = given.subarray(whole.length);
    offset += whole.length;
    yield chunk;
  }
  if (cut.length > 0) throw notUtf8(cut, offset);
}

/** How many bytes at the end belong to a character whose rest has not come. */
function cutLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const length = lengthOf(bytes[bytes.length - back]);
    if (length > 0) return length > back ? back : 0;
  }
  return 0;
}

/** The length of the character that begins with this byte; 0 where none does. */
function lengthOf(byte = 0): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc0) return 0;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

function notUtf8(bytes: Buffer, offset: number): Error {
  let at = 0;
  for (;;) {
    const length = Math.max(1, lengthOf(bytes[at]));
    if (!isUtf8(bytes.subarray(at, at + length))) break;
    at += length;
  }
  return notEncoded(offset + at, bytes[at], 'utf-8');
}
