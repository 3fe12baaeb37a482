import { isAscii } from 'node:buffer';
import { singleByteToUtf8 } from './single-byte.js';
import { checkUtf8 } from './utf8.js';
import { utf16ToUtf8 } from './utf16.js';

/** The encodings of text that are read. */
export const csvEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252'] as const;

/** How the text of a file is encoded. */
export type CsvEncoding = (typeof csvEncodings)[number];

/** How many bytes of the file a part of its UTF-8 was, whole characters. */
export type LengthOf = (utf8: Buffer, start: number, end: number) => number;

/** How the bytes of a file become UTF-8, and UTF-8 again becomes places in the file. */
export interface Decoding {
  /**
   * @param start - where the bytes stand in the file
   * @throws NonRetriableError `ERR_CSV_ENCODING` that names the first byte which is not in the encoding
   */
  toUtf8(bytes: AsyncIterable<Buffer>, start: number): AsyncGenerator<Buffer>;
  readonly lengthOf: LengthOf;
}

/** The decoding of a file in an encoding. */
export function decodingOf(encoding: CsvEncoding): Decoding {
  switch (encoding) {
    case 'utf-8':
      return { toUtf8: checkUtf8, lengthOf: (_, start, end) => end - start };
    case 'utf-16le':
    case 'utf-16be':
      return {
        toUtf8: (bytes, start) => utf16ToUtf8(bytes, encoding, start),
        lengthOf: (utf8, start, end) => 2 * unitsOf(utf8, start, end),
      };
    case 'latin1':
    case 'windows-1252':
      return { toUtf8: (bytes) => singleByteToUtf8(bytes, encoding), lengthOf: unitsOf };
  }
}

/** The length in UTF-16 code units, which JavaScript's strings are made of. */
function unitsOf(utf8: Buffer, start: number, end: number): number {
  const part = utf8.subarray(start, end);
  return isAscii(part) ? part.length : part.toString().length;
}
