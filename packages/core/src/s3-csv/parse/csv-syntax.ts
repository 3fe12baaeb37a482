import type { CsvFormat } from './csv-format.js';

export const lf = 0x0a;
export const cr = 0x0d;

/** A {@link CsvFormat} in bytes. */
export interface CsvSyntax {
  readonly delimiter: Uint8Array;
  /** -1 where there is none: no byte is that. */
  readonly quote: number;
  readonly escape: number;
  /** By byte: 1 where a field without quotes may end, or go wrong. */
  readonly endsPlainField: Uint8Array;
  /** Takes the escapes out of a field that was in quotes. */
  readonly unescape: (field: string) => string;
}

/** Reads a format that has been checked. */
export function syntaxOf({
  delimiter = ',',
  quote = '"',
  escape: escapeMark,
}: CsvFormat): CsvSyntax {
  const delimiterBytes = Buffer.from(delimiter);
  const quoteByte = byteOf(quote || undefined);
  const endsPlainField = new Uint8Array(256);
  for (const byte of [lf, cr, quoteByte, ...delimiterBytes.subarray(0, 1)]) {
    if (byte >= 0) endsPlainField[byte] = 1;
  }
  return {
    delimiter: delimiterBytes,
    quote: quoteByte,
    escape: byteOf(quote ? (escapeMark ?? quote) : undefined),
    endsPlainField,
    unescape: unescaper(quote || '', escapeMark),
  };
}

function byteOf(character: string | undefined): number {
  return character?.charCodeAt(0) ?? -1;
}

function unescaper(quote: string, escapeMark = quote): (field: string) => string {
  // The quote that escapes itself is followed by itself, or it would end the field.
  if (escapeMark === quote) return (field) => field.replaceAll(quote + quote, quote);
  const escaped = new RegExp(`\\u{${escapeMark.charCodeAt(0).toString(16)}}(.)`, 'gsu');
  return (field) => field.replaceAll(escaped, '$1');
}
