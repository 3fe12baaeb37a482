import { NonRetriableError } from '../errors.js';
import { prepend, readHead } from './peek.js';
import { type CsvFormat, type CsvRecord, recordParser } from './record-parser.js';

const byteOrderMark = Buffer.from('\uFEFF');

/**
 * Cuts a file into records, those of a chunk together.
 *
 * @param offset - where the bytes stand in the file; a byte order mark is one only at its start
 * @throws NonRetriableError `ERR_CSV_RECORD_TOO_LONG`
 */
export async function* csvRecords(
  bytes: AsyncGenerator<Buffer>,
  format: CsvFormat,
  maxRecordBytes: number,
  offset = 0,
): AsyncGenerator<readonly CsvRecord[]> {
  const head = await readHead(bytes, byteOrderMark.length);
  const hasMark = offset === 0 && head.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  const parse = recordParser(format, maxRecordBytes);
  // The next record begins at byte `start`; `unread` is what has come from there on.
  const markLength = hasMark ? byteOrderMark.length : 0;
  let start = offset + markLength;
  let unread: Buffer[] = [];
  let length = 0;
  let wanted = 0;

  const read = (isLast: boolean): readonly CsvRecord[] => {
    const all = unread.length === 1 && unread[0] ? unread[0] : Buffer.concat(unread);
    const records: CsvRecord[] = [];
    const add = (fields: readonly string[], from: number, to: number, problem?: string) => {
      if (to - from > maxRecordBytes) throw tooLong(start + from, maxRecordBytes);
      const text = problem === undefined ? undefined : lineOf(all, from, to);
      records.push({ fields, start: start + from, end: start + to, problem, text });
    };
    const rest = all.subarray(parse(all, isLast, add));
    start += all.length - rest.length;
    if (rest.length > maxRecordBytes) throw tooLong(start, maxRecordBytes);
    unread = rest.length > 0 ? [rest] : [];
    length = rest.length;
    // A record that has only begun is read anew when there is twice as much of it, so that the work
    // grows with its length and not with the square of it.
    wanted = 2 * length;
    return records;
  };

  for await (const chunk of prepend(head.subarray(markLength), bytes)) {
    unread.push(chunk);
    length += chunk.length;
    if (length < wanted) continue;
    const records = read(false);
    if (records.length > 0) yield records;
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
