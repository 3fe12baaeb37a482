import type { OptionNames } from '../refuse-unknown-options.js';
import { s3OptionNames } from '../s3/option-names.js';
import type { S3HandlerOptions } from '../s3/s3-handler.js';
import type { SharedReadOptions } from './check-read-options.js';
import type { S3CsvHandlerOptions } from './csv-handler-options.js';
import type { ReadCsvOptions } from './read-csv-rows.js';
import type { RejectsLocation } from './rejects/rejects-file.js';

/** What of reading `s3CsvHandler` lets its user choose, too. */
const sharedReadNames: OptionNames<SharedReadOptions<unknown>> = {
  delimiter: true,
  quote: true,
  escape: true,
  schema: true,
  batchSize: true,
  columns: true,
  encoding: true,
  maxRecordBytes: true,
  maxInflatedBytes: true,
  maxInflateRatio: true,
  stallTimeoutMs: true,
  maxReconnects: true,
};

/** The options of `readCsvRows`. */
export const readOptionNames: OptionNames<ReadCsvOptions> = {
  ...sharedReadNames,
  onInvalidRow: true,
  signal: true,
  from: true,
};

/** What `rejects` is made of. */
export const rejectsNames: OptionNames<RejectsLocation> = { bucket: true, prefix: true };

/** The options of `s3CsvHandler`. */
export const csvOptionNames: OptionNames<S3CsvHandlerOptions> = {
  ...s3OptionNames,
  ...sharedReadNames,
  s3Client: true,
  onInvalidRow: true,
  maxInvalidRows: true,
  rejects: true,
  onComplete: true,
  onProgress: true,
  progressIntervalMs: true,
  onSuperseded: true,
  table: true,
  dynamodbClient: true,
  checkpointEvery: true,
  maxHops: true,
  parts: true,
  clockSkew: true,
  leaseTime: true,
  retentionDays: true,
};

/** Those that are for `s3Handler`. `schema` is for the rows: it would take that for the messages'. */
export function s3OptionsOf<Row>(options: S3CsvHandlerOptions<Row>): S3HandlerOptions {
  // By their names: an option may be a getter of a class.
  const names = Object.keys(s3OptionNames) as (keyof S3HandlerOptions)[];
  const given = names.filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name]]));
}
