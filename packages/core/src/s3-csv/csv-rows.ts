import type { Schema } from '../standard-schema.js';
import { type OnInvalidRow, type RecordBatch, readBatch } from './csv-batch.js';
import { checkColumns, readHeader } from './csv-columns.js';
import type { CsvPosition } from './csv-position.js';
import type { CsvRecord } from './record-parser.js';

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

/**
 * Makes rows of records, and batches of rows.
 *
 * @param from - where the records begin, where that is not the file's start
 * @throws NonRetriableError `ERR_CSV_HEADER`
 * @throws CsvRowError for an invalid row that nobody takes
 */
export async function* csvRows<Row>(
  recordsOfChunks: AsyncIterable<readonly CsvRecord[]>,
  { columns: given, schema, batchSize = 500 }: CsvRowOptions<Row>,
  onInvalidRow: OnInvalidRow | undefined,
  from?: Pick<CsvPosition, 'batchIndex' | 'columns'>,
): AsyncGenerator<RecordBatch<Row>> {
  let columns = from?.columns ?? (given && checkColumns(given));
  let index = from?.batchIndex ?? 0;
  let records: CsvRecord[] = [];
  const nextBatch = (names: readonly string[]) => {
    const position = { index, firstRowNumber: index * batchSize + 1 };
    const batch = readBatch(records, position, { columns: names, schema, onInvalidRow });
    index += 1;
    records = [];
    return batch;
  };

  for await (const chunk of recordsOfChunks) {
    for (const record of chunk) {
      if (!columns) {
        if (!isBlank(record)) columns = readHeader(record);
        continue;
      }
      // Where there is one column only, a blank line is a row whose field is empty.
      if (isBlank(record) && columns.length > 1) continue;
      if (records.push(record) === batchSize) yield await nextBatch(columns);
    }
  }
  if (columns && records.length > 0) yield await nextBatch(columns);
}

function isBlank({ fields, problem }: CsvRecord): boolean {
  return fields.length === 0 && problem === undefined;
}
