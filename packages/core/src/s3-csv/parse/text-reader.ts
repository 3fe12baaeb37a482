import { isAscii } from 'node:buffer';

/** Gives the text of some of the bytes. */
export type TextReader = (start: number, end: number) => string;

// V8 copies a slice of up to this length. A longer one keeps the whole string alive, here that of a
// chunk: whoever kept one field of each would keep the file.
const longestCopiedSlice = 12;

/** Reads the texts of fields out of UTF-8, most of which is ASCII. */
export function textReader(bytes: Buffer): TextReader {
  const isAllAscii = isAscii(bytes);
  // One character a byte, so that it can be cut where the bytes are cut.
  const text = bytes.toString('latin1');
  return (start, end) => {
    if (!isAllAscii && !isAsciiBetween(bytes, start, end)) {
      return bytes.toString('utf8', start, end);
    }
    return end - start <= longestCopiedSlice
      ? text.slice(start, end)
      : bytes.toString('latin1', start, end);
  };
}

function isAsciiBetween(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if ((bytes[at] as number) > 0x7f) return false;
  }
  return true;
}
