import type { S3Client } from '@aws-sdk/client-s3';
import type { LeaseTimes } from '../dynamodb/lease.js';
import type { ObjectContext } from '../s3/s3-object.js';
import type { CheckpointStore } from './checkpoint/checkpoint-store.js';
import type { SendContinuation } from './continuation/continuation-sender.js';
import type { CsvBatch } from './csv-batch.js';
import type { CsvRow } from './csv-columns.js';
import type { CsvTotals } from './csv-totals.js';
import type { ObjectSupersededError } from './object-superseded.js';
import type { CsvProgress } from './progress/csv-progress.js';
import type { ReadCsvOptions } from './read-csv-rows.js';
import type { RejectsLocation } from './rejects/rejects-file.js';
import type { InvalidRowMode } from './rejects/take-invalid-rows.js';

/** The context of a rows handler. */
export interface RowsContext<Row = CsvRow> extends ObjectContext {
  /**
   * The key for effects that must happen once: the object's id, the batch size and the batch's
   * number. Whenever this batch comes again, in a retry, a duplicate or another part of the work, it
   * is made of the same records and bears the same id.
   */
  readonly batchId: string;
  /** The batch, with row numbers and byte offsets. */
  readonly batch: CsvBatch<Row>;
}

/** Works on the rows of one batch. Throwing reports the file's message failed. */
export type ProcessRows<Row> = (rows: readonly Row[], context: RowsContext<Row>) => unknown;

/** What a handler of CSV files is made of: its options, and the services that it needs. */
export interface CsvWorker<Row> {
  readonly processRows: ProcessRows<Row>;
  readonly reading: Omit<ReadCsvOptions<Row>, 'batchSize' | 'onInvalidRow' | 'from' | 'signal'>;
  readonly batchSize: number;
  readonly invalidRows: { readonly mode: InvalidRowMode; readonly most: number };
  readonly rejects: RejectsLocation | undefined;
  /** How many batches lie between two checkpoints. */
  readonly checkpointEvery: number;
  readonly maxHops: number;
  /** Into how many parts a file is cut. */
  readonly parts: number;
  readonly lease: LeaseTimes;
  /** Of the batch of messages. */
  readonly deadlineMarginMs: number | undefined;
  readonly progressIntervalMs: number;
  readonly onComplete: ((totals: CsvTotals, context: ObjectContext) => unknown) | undefined;
  readonly onProgress: ((progress: CsvProgress, context: ObjectContext) => unknown) | undefined;
  readonly onSuperseded:
    | ((error: ObjectSupersededError, context: ObjectContext) => unknown)
    | undefined;
  readonly s3: () => Promise<S3Client>;
  /** `undefined` where there is no table. */
  readonly store: () => CheckpointStore | undefined;
  readonly send: SendContinuation;
}
