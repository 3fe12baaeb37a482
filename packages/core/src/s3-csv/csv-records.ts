import type { CsvError } from 'csv-parse';
import { NonRetriableError } from '../errors.js';
import { prepend, readHead } from './peek.js';
import { type CsvFormat, type CsvRecord, recordParser } from './record-parser.js';

const byteOrderMark = Buffer.from('\uFEFF');
const [lf, cr] = [0x0a, 0x0d];

/**
 * Cuts a file into records, those of a chunk together.
 *
 * Line breaks are CRLF, LF and CR, also mixed. A record whose quotes are wrong has a `problem` and
 * ends at its first line break, so that one bad quote can't take good lines with it.
 *
 * @throws NonRetriableError `ERR_CSV_RECORD_TOO_LONG`
 */
export async function* csvRecords(
  bytes: AsyncGenerator<Buffer>,
  format: CsvFormat,
  maxRecordBytes: number,
): AsyncGenerator<readonly CsvRecord[]> {
  const head = await readHead(bytes, byteOrderMark.length);
  const hasMark = head.subarray(0, byteOrderMark.length).equals(byteOrderMark);

  // The next record begins at byte `start`; `unread` is what has come from there on.
  let start = hasMark ? byteOrderMark.length : 0;
  let unread: Buffer = Buffer.alloc(0);
  let records: CsvRecord[] = [];
  let problem: CsvError | undefined;

  const add = (record: CsvRecord) => {
    if (record.end - record.start > maxRecordBytes) throw tooLong(record.start, maxRecordBytes);
    records.push(isLineBreak(unread[record.start - start]) ? { ...record, fields: [] } : record);
  };
  const newParser = (offset: number) => recordParser(format, maxRecordBytes, offset, add);
  let parser = newParser(start);

  const read = async (chunk: Buffer, isLast: boolean) => {
    unread = unread.length > 0 ? Buffer.concat([unread, chunk]) : chunk;
    let unparsed = chunk;
    for (;;) {
      problem ??= await parser.write(unparsed);
      if (isLast) problem ??= await parser.end();
      const { end = start } = records.at(-1) ?? {};
      unread = unread.subarray(end - start);
      start = end;
      if (problem?.code === 'CSV_MAX_RECORD_SIZE') throw tooLong(start, maxRecordBytes);
      if (!problem) break;

      const length = firstLineLength(unread, isLast);
      if (length === undefined) break;
      add({ fields: [], start, end: start + length, problem: explain(problem) });
      problem = undefined;
      unparsed = unread.subarray(length);
      parser = newParser(start + length);
    }
    // csv-parse bounds the text of a record; what is no text (a million delimiters) is bounded here.
    if (unread.length > 4 * maxRecordBytes) throw tooLong(start, maxRecordBytes);
  };

  for await (const chunk of prepend(head.subarray(start), bytes)) {
    records = [];
    await read(chunk, false);
    if (records.length > 0) yield records;
  }
  records = [];
  await read(Buffer.alloc(0), true);
  if (records.length > 0) yield records;
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === lf || byte === cr;
}

/** The length of the first line with its line break; `undefined` while that has not come yet. */
function firstLineLength(bytes: Buffer, isLast: boolean): number | undefined {
  const at = bytes.findIndex(isLineBreak);
  if (at === -1) return isLast ? bytes.length : undefined;
  if (bytes[at] === lf) return at + 1;
  if (at + 1 === bytes.length && !isLast) return undefined;
  return bytes[at + 1] === lf ? at + 2 : at + 1;
}

// csv-parse's own messages name a line, which would be counted from the last problem on.
function explain({ code, message }: CsvError): string {
  if (code === 'INVALID_OPENING_QUOTE') return 'a quote inside a field that is not quoted';
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'a quote inside a quoted field is not escaped';
  return code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is not closed' : message;
}

function tooLong(start: number, maxRecordBytes: number): NonRetriableError {
  return new NonRetriableError(
    `the record at byte ${start} is longer than ${maxRecordBytes} bytes: ` +
      'a quote that is not closed, or raise maxRecordBytes',
    { code: 'ERR_CSV_RECORD_TOO_LONG' },
  );
}
