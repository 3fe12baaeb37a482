import type { CsvFormat } from './csv-format.js';
import { type CsvSyntax, cr, lf, syntaxOf } from './csv-syntax.js';
import {
  closingQuote,
  delimiterLength,
  type FieldSource,
  lineBreakLength,
  plainFieldEnd,
  strayQuote,
  undecided,
  unescapedQuote,
} from './field-end.js';
import { type TextReader, textReader } from './text-reader.js';

/**
 * Takes a record: its fields, and where in the bytes it begins and ends. There are no fields for a
 * blank line, nor where there is a problem: why the record can't be cut into fields.
 */
export type OnRecord = (
  fields: readonly string[],
  start: number,
  end: number,
  problem?: string,
) => void;

/**
 * Cuts bytes that begin with a record into records. Gives the length of the whole ones; what is left
 * has to come again with more bytes behind it.
 *
 * @param isLast - whether the file ends with the bytes: then all records are whole
 */
export type RecordParser = (bytes: Buffer, isLast: boolean, onRecord: OnRecord) => number;

const noFields: readonly string[] = [];

/**
 * Reads records as csv-parse does, with the line breaks CRLF, LF and CR, also mixed. A record whose
 * quotes are wrong ends at its first line break, so that one bad quote can't take good lines with it.
 *
 * What is decided of a record, is decided by its first `maxRecordBytes` bytes, the next one and whether
 * the file ends behind that: it is the same however the file comes in chunks. A record of more bytes
 * is given with one too many, or left.
 */
export function recordParser(format: CsvFormat, maxRecordBytes: number): RecordParser {
  const syntax = syntaxOf(format);
  return (bytes, isLast, onRecord) => {
    const texts = textReader(bytes);
    let source: FieldSource = { bytes, end: 0, isLast: false };
    for (let start = 0; ; ) {
      if (start === bytes.length) return start;
      const end = Math.min(bytes.length, start + maxRecordBytes + 1);
      if (end !== source.end) source = { bytes, end, isLast: isLast && end === bytes.length };
      const fields: string[] = [];
      const next = readFields(source, start, syntax, texts, fields);
      if (next > 0) {
        const isBlank = bytes[start] === lf || bytes[start] === cr;
        onRecord(isBlank ? noFields : fields, start, next);
        start = next;
        continue;
      }
      const lineEnd = next === undecided ? undecided : firstLineEnd(source, start);
      if (lineEnd === undecided) return start;
      onRecord(noFields, start, lineEnd, describeProblem(next));
      start = lineEnd;
    }
  };
}

/** Gives the place after the record, or why there is none, as a number below 0. */
function readFields(
  source: FieldSource,
  start: number,
  syntax: CsvSyntax,
  texts: TextReader,
  fields: string[],
): number {
  for (let at = start; ; ) {
    if (at < source.end && source.bytes[at] === syntax.quote) {
      const quote = closingQuote(source, at + 1, syntax);
      if (quote < 0) return quote;
      fields.push(texts.unescaped(at + 1, quote, syntax.escape));
      at = quote + 1;
    } else {
      const end = plainFieldEnd(source, at, syntax);
      if (end < 0) return end;
      fields.push(texts.plain(at, end));
      at = end;
    }
    if (at === source.end) return at;
    const lineBreak = lineBreakLength(source, at);
    if (lineBreak !== 0) return lineBreak > 0 ? at + lineBreak : undecided;
    const delimiter = delimiterLength(source, at, syntax);
    if (delimiter <= 0) return delimiter === 0 ? unescapedQuote : undecided;
    at += delimiter;
  }
}

/** Gives the place after the first line break; where the file ends without one, its end. */
function firstLineEnd(source: FieldSource, start: number): number {
  for (let at = start; at < source.end; at++) {
    const length = lineBreakLength(source, at);
    if (length !== 0) return length > 0 ? at + length : undecided;
  }
  return source.isLast ? source.end : undecided;
}

function describeProblem(reason: number): string {
  if (reason === strayQuote) return 'a quote inside a field that is not quoted';
  return reason === unescapedQuote
    ? 'a quote inside a quoted field is not escaped'
    : 'a quote is not closed';
}
