import { type CsvSyntax, cr, lf } from './csv-syntax.js';

/** Bytes in which a field is looked for. */
export interface FieldSource {
  readonly bytes: Uint8Array;
  /** How far to look. */
  readonly end: number;
  /** Whether the file ends there. */
  readonly isLast: boolean;
}

// The functions below give a place or a length; a number below 0 says why there is none.

/** The bytes end before it can be told. */
export const undecided = -1;
export const strayQuote = -2;
export const unescapedQuote = -3;
export const unclosedQuote = -4;

/** Where a field without quotes ends. */
export function plainFieldEnd(source: FieldSource, start: number, syntax: CsvSyntax): number {
  const { bytes, end, isLast } = source;
  const { endsPlainField, quote } = syntax;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (endsPlainField[byte] === 0) continue;
    if (byte === lf || byte === cr) return at;
    if (byte === quote) return strayQuote;
    const length = delimiterLength(source, at, syntax);
    if (length > 0) return at;
    if (length === undecided) return undecided;
  }
  return isLast ? end : undecided;
}

/** Where the quote is that ends a field, and what follows it can be told. */
export function closingQuote(source: FieldSource, start: number, syntax: CsvSyntax): number {
  const { bytes, end, isLast } = source;
  const { quote, escape: escapeMark } = syntax;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== quote && byte !== escapeMark) continue;
    const hasNext = at + 1 < end;
    const escapes = byte === escapeMark && (byte !== quote || bytes[at + 1] === quote);
    if (escapes && hasNext) at += 1;
    else if (byte === quote) return hasNext || isLast ? at : undecided;
  }
  return isLast ? unclosedQuote : undecided;
}

/** The length of the delimiter that stands at a place; 0 where none does. */
export function delimiterLength(
  { bytes, end, isLast }: FieldSource,
  start: number,
  { delimiter }: CsvSyntax,
): number {
  for (let index = 0; index < delimiter.length; index++) {
    if (start + index === end) return isLast ? 0 : undecided;
    if (bytes[start + index] !== delimiter[index]) return 0;
  }
  return delimiter.length;
}

/** The length of the line break that stands at a place; 0 where none does. */
export function lineBreakLength({ bytes, end, isLast }: FieldSource, start: number): number {
  const byte = bytes[start];
  if (byte === lf) return 1;
  if (byte !== cr) return 0;
  if (start + 1 < end) return bytes[start + 1] === lf ? 2 : 1;
  return isLast ? 1 : undecided;
}
