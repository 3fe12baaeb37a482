import type { Schema } from '../standard-schema.js';
import { type OnInvalidRow, type RecordBatch, readBatch } from './csv-batch.js';
import { checkColumns, readHeader } from './csv-columns.js';
import type { CsvPosition } from './csv-position.js';
import type { CsvRecord } from './csv-records.js';

/** How the records of a file become rows. */
export interface CsvRowOptions<Row> {
  /**
   * The names of the columns, for a file without a header row.
   * Default: the first record is the header.
   */
  columns?: readonly string[];
  /**
   * Validates each row and gives its type. It gets the fields as text, by column name. Default:
   * rows are what it would get.
   */
  schema?: Schema<unknown, Row>;
  /** How many records make a batch. @default 500 */
  batchSize?: number;
}

/** Where the records begin, where that is not the file's start. */
export type RowsStart = Pick<CsvPosition, 'batchIndex' | 'columns'>;

/**
 * Makes rows of records, and batches of rows.
 *
 * @throws NonRetriableError `ERR_CSV_HEADER`
 * @throws CsvRowError for an invalid row that nobody takes
 */
export async function* csvRows<Row>(
  recordsOfChunks: AsyncIterable<readonly CsvRecord[]>,
  options: CsvRowOptions<Row>,
  onInvalidRow: OnInvalidRow | undefined,
  from?: RowsStart,
): AsyncGenerator<RecordBatch<Row>> {
  const { schema, batchSize = 500 } = options;
  for await (const { index, columns, records } of recordGroups(recordsOfChunks, options, from)) {
    const position = { index, firstRowNumber: index * batchSize + 1 };
    yield await readBatch(records, position, { columns, schema, onInvalidRow });
  }
}

/** The records that a batch is made of. */
export interface RecordGroup {
  /** The batch's number. */
  readonly index: number;
  readonly columns: readonly string[];
  readonly records: readonly CsvRecord[];
}

/**
 * Groups records to batches, without a look at what they hold.
 *
 * @throws NonRetriableError `ERR_CSV_HEADER`
 */
export async function* recordGroups(
  recordsOfChunks: AsyncIterable<readonly CsvRecord[]>,
  { columns: given, batchSize = 500 }: Pick<CsvRowOptions<unknown>, 'columns' | 'batchSize'>,
  from?: RowsStart,
): AsyncGenerator<RecordGroup> {
  let columns = from?.columns ?? (given && checkColumns(given));
  let index = from?.batchIndex ?? 0;
  let records: CsvRecord[] = [];

  for await (const chunk of recordsOfChunks) {
    for (const record of chunk) {
      if (!columns) {
        if (!isBlank(record)) columns = readHeader(record);
        continue;
      }
      // Where there is one column only, a blank line is a row whose field is empty.
      if (isBlank(record) && columns.length > 1) continue;
      if (records.push(record) < batchSize) continue;
      yield { index, columns, records };
      index += 1;
      records = [];
    }
  }
  if (columns && records.length > 0) yield { index, columns, records };
}

function isBlank({ fields, problem }: CsvRecord): boolean {
  return fields.length === 0 && problem === undefined;
}
