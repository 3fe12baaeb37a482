import { isAscii } from 'node:buffer';

/** Gives the text of some of the bytes. */
export interface TextReader {
  plain(start: number, end: number): string;
  /** @param escapeByte - is left out, and makes text of the byte behind it */
  unescaped(start: number, end: number, escapeByte: number): string;
}

// V8 copies a slice of up to this length. A longer one keeps the whole string alive, here that of a
// chunk: whoever kept one field of each would keep the file.
const longestCopiedSlice = 12;

/** Reads the texts of fields out of UTF-8, most of which is ASCII. */
export function textReader(bytes: Buffer): TextReader {
  const isAllAscii = isAscii(bytes);
  // One character a byte, so that it can be cut where the bytes are cut.
  const text = bytes.toString('latin1');

  const plain = (start: number, end: number): string => {
    if (!isAllAscii && !isAsciiBetween(bytes, start, end)) {
      return bytes.toString('utf8', start, end);
    }
    return end - start <= longestCopiedSlice
      ? text.slice(start, end)
      : bytes.toString('latin1', start, end);
  };

  const unescaped = (start: number, end: number, escapeByte: number): string => {
    let at = start;
    while (at < end && bytes[at] !== escapeByte) at += 1;
    if (at === end) return plain(start, end);
    // What is left of the field is never longer than the field.
    const field = Buffer.allocUnsafe(end - start);
    let length = 0;
    for (at = start; at < end; at++) {
      if (bytes[at] === escapeByte) at += 1;
      field[length++] = bytes[at] as number;
    }
    return field.toString(isAllAscii ? 'latin1' : 'utf8', 0, length);
  };

  return { plain, unescaped };
}

function isAsciiBetween(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if ((bytes[at] as number) > 0x7f) return false;
  }
  return true;
}
