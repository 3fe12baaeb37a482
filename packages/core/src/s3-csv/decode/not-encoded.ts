import { NonRetriableError } from '../../errors.js';

/** The error for a byte that can't be there in a file's encoding. */
export function notEncoded(
  offset: number,
  byte: number | undefined,
  encoding: string,
): NonRetriableError {
  const hex = (byte ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return new NonRetriableError(
    `byte ${offset} (0x${hex}) is not ${encoding.toUpperCase()}${hintAt(offset, byte)}`,
    { code: 'ERR_CSV_ENCODING' },
  );
}

// The first byte of a byte order mark.
function hintAt(offset: number, byte: number | undefined): string {
  if (offset === 0 && byte === 0xff) return "; it looks like UTF-16 (encoding: 'utf-16le')";
  if (offset === 0 && byte === 0xfe) return "; it looks like UTF-16 (encoding: 'utf-16be')";
  return '';
}
