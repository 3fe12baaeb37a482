/**
 * The rows of CSV files in S3, typed, in constant memory, over as many invocations as it takes.
 *
 * @module lwa-bridge/s3-csv
 */

export {
  csvTableCloudFormation,
  csvTableDefinition,
  csvTableTimeToLive,
} from './checkpoint/csv-table.js';
export type { CsvBatch, OnInvalidRow } from './csv-batch.js';
export type { CsvRow } from './csv-columns.js';
export { s3CsvHandler } from './csv-handler.js';
export type { CheckpointOptions, S3CsvHandlerOptions } from './csv-handler-options.js';
export type { CsvPosition } from './csv-position.js';
export type { CsvTotals } from './csv-totals.js';
export type { ProcessRows, RowsContext } from './csv-worker.js';
export type { CsvEncoding } from './decode/csv-encoding.js';
export { CsvRowError, type InvalidRow } from './invalid-row.js';
export type { ObjectLocation } from './object-range.js';
export { isObjectSupersededError, ObjectSupersededError } from './object-superseded.js';
export type { CsvProgress } from './progress/csv-progress.js';
export { type ReadCsvOptions, readCsvRows } from './read-csv-rows.js';
export type { RejectsLocation } from './rejects/rejects-file.js';
export type { InvalidRowMode } from './rejects/take-invalid-rows.js';
