import type { AwsClient } from '../aws-client.js';
import type { S3HandlerOptions } from '../s3/s3-handler.js';
import type { ObjectContext } from '../s3/s3-object.js';
import type { CsvRow } from './csv-columns.js';
import type { CsvTotals } from './csv-totals.js';
import type { ObjectSupersededError } from './object-superseded.js';
import type { CsvProgress } from './progress/csv-progress.js';
import type { ReadCsvOptions } from './read-csv-rows.js';
import type { RejectsLocation } from './rejects/rejects-file.js';
import type { InvalidRowMode } from './rejects/take-invalid-rows.js';

/**
 * Options of `s3CsvHandler`: those of `s3Handler` and `readCsvRows`, and what is below.
 */
export interface S3CsvHandlerOptions<Row = CsvRow>
  extends S3HandlerOptions,
    CheckpointOptions,
    Omit<ReadCsvOptions<Row>, 'onInvalidRow' | 'signal' | 'from'> {
  /**
   * How many files of one SQS batch are read at once. One after the other, the first of them are
   * sure to be done when the time is up.
   * @default 1
   */
  concurrency?: number;
  /** The client that reads the objects and writes rejects. Default: one made on first use. */
  s3Client?: AwsClient;
  /**
   * What becomes of an invalid row: one that can't be parsed, has more or fewer fields than there
   * are columns, or was refused by the schema.
   *
   * - `'fail'`: the first one fails the file with `ERR_CSV_ROW`, for good.
   * - `'skip'`: they are counted and skipped, up to `maxInvalidRows`.
   * - `'collect'`: they are counted, skipped and written to a file of their own, see `rejects`.
   * - a function: resolving counts and skips the row, throwing fails the file.
   * @default 'fail'
   */
  onInvalidRow?: InvalidRowMode;
  /**
   * More invalid rows than these fail the file with `ERR_CSV_TOO_MANY_INVALID_ROWS`, for good; in
   * each part of a file that is cut into parts.
   * @default 1,000 with `onInvalidRow: 'skip'`; without a limit otherwise
   */
  maxInvalidRows?: number;
  /**
   * Where `onInvalidRow: 'collect'` writes: the file `<prefix><key>.rejects.csv`, when all rows have
   * been read and some are invalid. Refused with `ERR_SETTINGS` where such a file would be worked on
   * again, as the options `bucket`, `prefix` and `suffix` tell.
   */
  rejects?: RejectsLocation;
  /**
   * Called when all rows of a file have been worked on, before it is acknowledged. Once, but for a
   * worker that ends between the call and what says that it was made.
   */
  onComplete?: (totals: CsvTotals, context: ObjectContext) => unknown;
  /** Told how far the work on a file has come; what it throws is logged. */
  onProgress?: (progress: CsvProgress, context: ObjectContext) => unknown;
  /** How often the log and `onProgress` are told of a file, in milliseconds. @default 10_000 */
  progressIntervalMs?: number;
  /**
   * Called when the object was replaced or deleted before all of it was read, or when a newer upload
   * of its key is done; batches that were worked on before stay as they are. Resolving acknowledges
   * the file, throwing fails it.
   * Default: it is logged and acknowledged.
   */
  onSuperseded?: (error: ObjectSupersededError, context: ObjectContext) => unknown;
}

/** How a file goes on over several invocations. */
export interface CheckpointOptions {
  /**
   * The DynamoDB table of checkpoints, see `csvTableDefinition`. Without one a file has to fit into
   * one invocation.
   * @default `CSV_TABLE`, asked for on first use
   */
  table?: string;
  /** @default one made on first use */
  dynamodbClient?: AwsClient;
  /**
   * How many batches lie between two checkpoints: at most these are done again when a worker ends in
   * the middle.
   * @default 10
   */
  checkpointEvery?: number;
  /**
   * How many messages a file, or a part of one, may take after its first. One more fails it with
   * `ERR_CSV_NO_PROGRESS`, for good.
   * @default 1_000
   */
  maxHops?: number;
  /**
   * Into how many parts a plain file is cut, each with a message of its own, so that several
   * invocations work on it at once. Needs a table. Compressed files are read as one.
   * @default 1
   */
  parts?: number;
  /**
   * How long a lease outlasts the invocation's deadline, in milliseconds: what clocks may differ.
   * @default 30_000
   */
  clockSkew?: number;
  /**
   * How long a lease lasts where the invocation has no deadline (outside Lambda), in milliseconds,
   * from the last checkpoint.
   * @default 930,000 (15 minutes and 30 s)
   */
  leaseTime?: number;
  /** How long the checkpoint of a file is kept after its end. @default 30 */
  retentionDays?: number;
}
