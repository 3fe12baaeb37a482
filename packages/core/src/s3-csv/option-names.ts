import type { OptionNames } from '../refuse-unknown-options.js';
import { s3OptionNames } from '../s3/option-names.js';
import type { S3HandlerOptions } from '../s3/s3-handler.js';
import type { S3CsvHandlerOptions } from './csv-handler-options.js';

/** The options of `s3CsvHandler`. */
export const csvOptionNames: OptionNames<S3CsvHandlerOptions> = {
  ...s3OptionNames,
  schema: true,
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
  batchSize: true,
  columns: true,
  delimiter: true,
  quote: true,
  escape: true,
  encoding: true,
  maxRecordBytes: true,
  maxInflatedBytes: true,
  maxInflateRatio: true,
  stallTimeoutMs: true,
  maxReconnects: true,
};

/** Those that are for `s3Handler`. `schema` is for the rows: it would take that for the messages'. */
export function s3OptionsOf<Row>(options: S3CsvHandlerOptions<Row>): S3HandlerOptions {
  const own = Object.entries(options).filter(([name]) => Object.hasOwn(s3OptionNames, name));
  return Object.fromEntries(own);
}
