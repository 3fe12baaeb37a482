import type { CsvFormat } from './csv-format.js';

export const lf = 0x0a;
export const cr = 0x0d;

/** A {@link CsvFormat} in bytes. */
export interface CsvSyntax {
  readonly delimiter: Uint8Array;
  /** -1 where there is none: no byte is that. */
  readonly quote: number;
  /** -1 where there are no quotes. */
  readonly escape: number;
  /** By byte: 1 where a field without quotes may end, or go wrong. */
  readonly endsPlainField: Uint8Array;
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
  };
}

function byteOf(character: string | undefined): number {
  return character?.charCodeAt(0) ?? -1;
}
