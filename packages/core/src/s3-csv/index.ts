export type { CsvBatch, OnInvalidRow } from './csv-batch.js';
export type { CsvRow } from './csv-columns.js';
export {
  type ProcessRows,
  type RowsContext,
  type S3CsvHandlerOptions,
  s3CsvHandler,
} from './csv-handler.js';
export type { CsvPosition } from './csv-position.js';
export type { CsvTotals } from './csv-totals.js';
export { CsvRowError, type InvalidRow } from './invalid-row.js';
export type { ObjectLocation } from './object-range.js';
export { isObjectSupersededError, ObjectSupersededError } from './object-superseded.js';
export { type ReadCsvOptions, readCsvRows } from './read-csv-rows.js';
