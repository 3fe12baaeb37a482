import { NonRetriableError } from '../errors.js';
import type { LengthOf } from './decode/csv-encoding.js';
import type { CsvFormat } from './parse/csv-format.js';
import { recordParser } from './parse/record-parser.js';
import { prepend, readHead } from './peek.js';

/** One record of a file, as it stands there. */
export interface CsvRecord {
  /** Its fields; none for a blank line, nor where they can't be told. */
  readonly fields: readonly string[];
  /** The byte at which it begins. */
  readonly start: number;
  /** The byte after it: where the next one begins. */
  readonly end: number;
  /** Why it can't be cut into fields, where that is so. */
  readonly problem?: string | undefined;
  /** Its text without its line break, where it can't be cut into fields. */
  readonly text?: string | undefined;
}

/** Where the text of a file comes from. */
export interface TextSource {
  /** Where its first byte stands in the file; a byte order mark is one only at the file's start. */
  readonly offset?: number;
  /** How many bytes of the file some of its UTF-8 was. Default: as many. */
  readonly lengthOf?: LengthOf;
}

// Records are cut a few at a time: what is still alive when the garbage collector comes costs a copy.
const pieceBytes = 16 * 1024;

const byteOrderMark = Buffer.from('\uFEFF');

/**
 * Cuts the text of a file, as UTF-8, into records, those of a chunk together.
 *
 * @throws NonRetriableError `ERR_CSV_RECORD_TOO_LONG`
 */
export async function* csvRecords(
  utf8: AsyncGenerator<Buffer>,
  format: CsvFormat,
  maxRecordBytes: number,
  { offset = 0, lengthOf = (_, from, to) => to - from }: TextSource = {},
): AsyncGenerator<readonly CsvRecord[]> {
  const parse = recordParser(format, maxRecordBytes);
  const head = await readHead(utf8, byteOrderMark.length);
  const hasMark = offset === 0 && head.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  const mark = head.subarray(0, hasMark ? byteOrderMark.length : 0);

  // The next record begins at byte `start` of the file; `unread` is what has come from there on.
  let start = offset + lengthOf(mark, 0, mark.length);
  let unread: Buffer[] = [];
  let length = 0;
  let wanted = 0;

  const read = (isLast: boolean): readonly CsvRecord[] => {
    const [first = byteOrderMark.subarray(0, 0), ...more] = unread;
    const bytes = more.length > 0 ? Buffer.concat(unread) : first;
    const records: CsvRecord[] = [];
    const parsed = parse(bytes, isLast, (fields, from, to, problem) => {
      if (to - from > maxRecordBytes) throw tooLong(start, maxRecordBytes);
      const end = start + lengthOf(bytes, from, to);
      const text = problem === undefined ? undefined : lineOf(bytes, from, to);
      records.push({ fields, start, end, problem, text });
      start = end;
    });
    const rest = bytes.subarray(parsed);
    // One byte more may wait: whether the file ends behind it decides of a quote that is not closed.
    if (rest.length > maxRecordBytes + 1) throw tooLong(start, maxRecordBytes);
    unread = rest.length > 0 ? [rest] : [];
    length = rest.length;
    // A record that has only begun is read anew when there is twice as much of it, so that the work
    // grows with its length and not with the square of it.
    wanted = 2 * length;
    return records;
  };

  for await (const chunk of prepend(head.subarray(mark.length), utf8)) {
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const piece = chunk.subarray(from, from + pieceBytes);
      unread.push(piece);
      length += piece.length;
      if (length < wanted) continue;
      const records = read(false);
      if (records.length > 0) yield records;
    }
  }
  const records = read(true);
  if (records.length > 0) yield records;
}

function lineOf(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end).replace(/[\r\n]+$/, '');
}

function tooLong(start: number, maxRecordBytes: number): NonRetriableError {
  return new NonRetriableError(
    `the record at byte ${start} is longer than ${maxRecordBytes} bytes: ` +
      'a quote that is not closed, or raise maxRecordBytes',
    { code: 'ERR_CSV_RECORD_TOO_LONG' },
  );
}
