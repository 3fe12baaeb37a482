import { describeIssues, type Schema, type SchemaResult, validate } from '../standard-schema.js';
import { toRow } from './csv-columns.js';
import type { CsvPosition } from './csv-position.js';
import type { CsvRecord } from './csv-records.js';
import { CsvRowError, type InvalidRow } from './invalid-row.js';

/** Some rows of a file, in their order. */
export interface CsvBatch<Row> extends RecordBatch<Row> {
  /** Where the file goes on. */
  readonly next: CsvPosition;
  /** How much of the object had been downloaded when the batch was complete, in bytes. */
  readonly bytesRead: number;
  /** The size of the object, in bytes. */
  readonly objectSize: number;
}

/** What a batch is without the object that it comes from. */
export interface RecordBatch<Row> {
  /**
   * The batch's number, from 0. Batch `index` is always made of the same records of a file: those
   * with the row numbers from `index * batchSize + 1` to `(index + 1) * batchSize`, the invalid ones
   * counted.
   */
  readonly index: number;
  /** The valid rows. */
  readonly rows: readonly Row[];
  /** The number of each row: 1 for the first record after the header, the invalid ones counted. */
  readonly rowNumbers: readonly number[];
  /** The byte at which each row begins; in a gzip, of what it holds. */
  readonly offsets: readonly number[];
  /** How many records the batch is made of, the invalid ones counted. */
  readonly records: number;
  /** How many of them are invalid. */
  readonly invalidRows: number;
  /** The byte after the last record: where the next batch begins. */
  readonly endOffset: number;
  /** The names of the columns. */
  readonly columns: readonly string[];
}

/** Takes an invalid row. Resolving counts and skips it, throwing fails the file. */
export type OnInvalidRow = (row: InvalidRow) => unknown;

/** What the records of a batch are read with. */
export interface BatchReading<Row> {
  readonly columns: readonly string[];
  readonly schema: Schema<unknown, Row> | undefined;
  readonly onInvalidRow: OnInvalidRow | undefined;
}

/**
 * Makes a batch of its records, one after the other, waiting only where the schema or
 * `onInvalidRow` is asynchronous.
 *
 * @throws CsvRowError for an invalid row that nobody takes
 */
export async function readBatch<Row>(
  records: readonly CsvRecord[],
  { index, firstRowNumber }: { index: number; firstRowNumber: number },
  { columns, schema, onInvalidRow }: BatchReading<Row>,
): Promise<RecordBatch<Row>> {
  const rows: Row[] = [];
  const rowNumbers: number[] = [];
  const offsets: number[] = [];
  let rowNumber = firstRowNumber;
  for (const record of records) {
    const reading = readRow(record, columns, schema);
    const result = reading instanceof Promise ? await reading : reading;
    if (!result.issues) {
      rows.push(result.value);
      rowNumbers.push(rowNumber);
      offsets.push(record.start);
    } else {
      const { start: offset, fields, text } = record;
      const row = { rowNumber, offset, fields, ...(text !== undefined && { text }), ...result };
      if (!onInvalidRow) throw new CsvRowError(row);
      await onInvalidRow(row);
    }
    rowNumber += 1;
  }
  const invalidRows = records.length - rows.length;
  const endOffset = records.at(-1)?.end ?? 0;
  return {
    index,
    rows,
    rowNumbers,
    offsets,
    records: records.length,
    invalidRows,
    endOffset,
    columns,
  };
}

type RowResult<Row> =
  | { readonly value: Row; readonly issues?: undefined }
  | Pick<InvalidRow, 'reason' | 'message' | 'issues'>;

function readRow<Row>(
  { fields, problem }: CsvRecord,
  columns: readonly string[],
  schema: Schema<unknown, Row> | undefined,
): RowResult<Row> | Promise<RowResult<Row>> {
  if (problem !== undefined) return { reason: 'quotes', message: problem, issues: [] };
  // A blank line has no fields; here it stands for one that is empty.
  const texts = fields.length === 0 ? [''] : fields;
  if (texts.length !== columns.length) {
    const message = `expected ${columns.length} fields, got ${texts.length}`;
    return { reason: 'columns', message, issues: [] };
  }
  const row = toRow(columns, texts);
  // Without a schema, `Row` is `CsvRow`.
  if (!schema) return { value: row as Row };
  const result = validate(schema, row);
  return result instanceof Promise ? result.then(toRowResult) : toRowResult(result);
}

function toRowResult<Row>(result: SchemaResult<Row>): RowResult<Row> {
  if (!result.issues) return result;
  return { reason: 'schema', message: describeIssues(result.issues), issues: result.issues };
}
