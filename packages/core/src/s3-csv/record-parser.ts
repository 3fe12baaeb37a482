import { CsvError, Parser } from 'csv-parse';

/** How the text of a file is cut into fields. */
export interface CsvFormat {
  /** What separates two fields. @default ',' */
  delimiter?: string;
  /** What surrounds a field that holds delimiters or line breaks; `false` for none. @default '"' */
  quote?: string | false;
  /** What precedes a quote inside such a field. @default '"' */
  escape?: string;
}

/** One record of a file, as it stands there. */
export interface CsvRecord {
  /** Its fields; none for a blank line, nor where they can't be told. */
  readonly fields: readonly string[];
  /** The byte at which it begins. */
  readonly start: number;
  /** The byte after it: where the next one begins. */
  readonly end: number;
  /** Why it can't be cut into fields, where that is so. */
  readonly problem?: string;
}

/** Cuts bytes into records. Once it has met a problem it is used up. */
export interface RecordParser {
  /** Gives what is wrong, if anything. */
  write(bytes: Buffer): Promise<CsvError | undefined>;
  /** Says that no more bytes come; gives what is wrong, if anything. */
  end(): Promise<CsvError | undefined>;
}

/**
 * csv-parse, in array mode, without its stream: the records of the written bytes are handed over
 * while they are parsed, which saves a queue and a promise for each.
 *
 * @param offset - where the bytes stand in the file
 */
export function recordParser(
  { delimiter = ',', quote = '"', escape: escapeMark = '"' }: CsvFormat,
  maxRecordBytes: number,
  offset: number,
  onRecord: (record: CsvRecord) => void,
): RecordParser {
  const parser = new Parser({
    delimiter,
    quote,
    escape: escapeMark,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: maxRecordBytes,
  });
  let start = offset;
  parser.push = (fields: readonly string[] | null) => {
    if (fields === null) return true;
    const end = offset + parser.info.bytes;
    onRecord({ fields, start, end });
    start = end;
    return true;
  };
  // Also told to the callbacks below.
  parser.on('error', () => {});

  const settle = (run: (done: (error?: Error | null) => void) => void) =>
    new Promise<CsvError | undefined>((resolve, reject) => {
      run((error) => {
        if (!error) resolve(undefined);
        else if (error instanceof CsvError) resolve(error);
        else reject(error);
      });
    });
  return {
    write: (bytes) => settle((done) => parser.write(bytes, done)),
    end: () => settle((done) => parser.end(done)),
  };
}
