import type { CsvBatch } from './csv-batch.js';
import type { ObjectTarget } from './rejects/put-stream.js';

/** What has been read of a file. */
export interface CsvTotals {
  /** Rows handed over. */
  readonly rows: number;
  readonly invalidRows: number;
  readonly batches: number;
  /** Up to the end of the last record; in a gzip, of what it holds. */
  readonly bytes: number;
  /** The file of the rows that were rejected, where there are any and `onInvalidRow` is `'collect'`. */
  readonly rejects?: ObjectTarget;
}

/** Nothing yet. */
export const noTotals: CsvTotals = { rows: 0, invalidRows: 0, batches: 0, bytes: 0 };

/** The totals with one more batch. */
export function addBatch(totals: CsvTotals, batch: CsvBatch<unknown>): CsvTotals {
  return {
    rows: totals.rows + batch.rows.length,
    invalidRows: totals.invalidRows + batch.invalidRows,
    batches: totals.batches + 1,
    bytes: batch.endOffset,
  };
}
