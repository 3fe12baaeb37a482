import type { S3Client } from '@aws-sdk/client-s3';
import { isLwaBridgeError, LwaBridgeError } from '../errors.js';
import { refuseGenerator } from '../refuse-generator.js';
import { refuseNoFunction } from '../refuse-no-function.js';
import { type S3HandlerOptions, s3Handler } from '../s3/s3-handler.js';
import type { ObjectContext, S3Object } from '../s3/s3-object.js';
import type { SqsEventHandler } from '../sqs/sqs-handler.js';
import type { CsvBatch } from './csv-batch.js';
import type { CsvRow } from './csv-columns.js';
import { addBatch, type CsvTotals, noTotals } from './csv-totals.js';
import type { InvalidRow } from './invalid-row.js';
import { isObjectSupersededError, type ObjectSupersededError } from './object-superseded.js';
import { orAborted } from './or-aborted.js';
import { checkReadOptions, type ReadCsvOptions, readCsvRows } from './read-csv-rows.js';

/** The context of a rows handler. */
export interface RowsContext<Row = CsvRow> extends ObjectContext {
  /**
   * The key for effects that must happen once: the object's id, the batch size and the batch's
   * number. Whenever this batch comes again, in a retry or a duplicate, it is made of the same
   * records and bears the same id.
   */
  readonly batchId: string;
  /** The batch, with row numbers and byte offsets. */
  readonly batch: CsvBatch<Row>;
}

/** Works on the rows of one batch. Throwing reports the file's message failed. */
export type ProcessRows<Row> = (rows: readonly Row[], context: RowsContext<Row>) => unknown;

/** Options of {@link s3CsvHandler}: those of `s3Handler` and `readCsvRows`, and what is below. */
export interface S3CsvHandlerOptions<Row = CsvRow>
  extends S3HandlerOptions,
    Omit<ReadCsvOptions<Row>, 'onInvalidRow' | 'signal'> {
  /**
   * How many files of one SQS batch are read at once. One after the other, the first of them are
   * sure to be done when the time is up.
   * @default 1
   */
  concurrency?: number;
  /** The client that reads the objects. Default: one made on first use. */
  s3Client?: S3Client;
  /**
   * Takes each invalid row: one that can't be parsed, has more or fewer fields than there are
   * columns, or was refused by the schema. Resolving counts and skips it, throwing fails the file.
   * Default: the first one fails the file with `ERR_CSV_ROW`, for good.
   */
  onInvalidRow?: (row: InvalidRow, context: ObjectContext) => unknown;
  /** Called once when all rows of a file have been worked on, before it is acknowledged. */
  onComplete?: (totals: CsvTotals, context: ObjectContext) => unknown;
  /**
   * Called when the object was replaced or deleted before all of it was read; batches that were
   * worked on before stay as they are. Resolving acknowledges the file, throwing fails it.
   * Default: it is logged and acknowledged.
   */
  onSuperseded?: (error: ObjectSupersededError, context: ObjectContext) => unknown;
}

/**
 * Turns a function of some rows into an event handler for CSV files whose S3 notifications come
 * through SQS. Files are streamed in constant memory, at the pace of `processRows`, as
 * `readCsvRows` does.
 *
 * Resolving for every batch acknowledges the file; throwing reports its message failed, and the file
 * comes again from its first row: `batchId` is the key for effects that must happen once. A file
 * has to fit into one invocation. When `signal` is aborted before its end, it fails with
 * `ERR_CSV_NEEDS_TABLE`.
 *
 * @param processRows - gets the valid rows of one batch; not called for a batch without any
 * @throws LwaBridgeError `ERR_SETTINGS`, as `s3Handler` and `readCsvRows` do
 *
 * @example
 * ```ts
 * import { isMain, serveEvents } from 'lwa-bridge';
 * import { s3CsvHandler } from 'lwa-bridge/s3-csv';
 * import { z } from 'zod';
 *
 * const Passenger = z.object({ name: z.string(), age: z.coerce.number() });
 *
 * export const handler = s3CsvHandler(
 *   async (passengers, { batchId, log }) => {
 *     log.info({ batchId, first: passengers[0]?.name }, `${passengers.length} passengers`);
 *   },
 *   {
 *     schema: Passenger,
 *     onInvalidRow: ({ rowNumber, message }, { log }) => log.warn({ rowNumber }, message),
 *     onComplete: (totals, { log, object }) => log.info({ key: object.key, ...totals }, 'stored'),
 *   },
 * );
 *
 * if (isMain(import.meta)) serveEvents(handler);
 * ```
 */
export function s3CsvHandler<Row = CsvRow>(
  processRows: ProcessRows<Row>,
  options: S3CsvHandlerOptions<Row> = {},
): SqsEventHandler {
  refuseNoFunction('s3CsvHandler', processRows);
  checkReadOptions(options);
  // `schema` is for the rows; what builds on sqsHandler would take it for the messages'.
  const { schema: _, ...s3Options } = options;
  const connect = connector(options.s3Client);
  return s3Handler(
    async (_object, context) => processFile(await connect(), processRows, options, context),
    { concurrency: 1, ...s3Options },
  );
}

async function processFile<Row>(
  client: S3Client,
  processRows: ProcessRows<Row>,
  { onInvalidRow, onComplete, onSuperseded, ...readOptions }: S3CsvHandlerOptions<Row>,
  context: ObjectContext,
): Promise<void> {
  const { object, signal, log } = context;
  const { batchSize = 500 } = readOptions;
  let totals = noTotals;
  try {
    const batches = readCsvRows(client, object, {
      ...readOptions,
      signal,
      ...(onInvalidRow && { onInvalidRow: (row) => onInvalidRow(row, context) }),
    });
    for await (const batch of batches) {
      if (batch.rows.length > 0) {
        const batchId = `${object.id}/${batchSize}/${batch.index}`;
        const working = processRows(batch.rows, { ...context, batchId, batch });
        refuseGenerator(working);
        await orAborted(working, signal);
      }
      totals = addBatch(totals, batch);
    }
    await onComplete?.(totals, context);
  } catch (error) {
    if (isSuperseded(object, error)) {
      log.warn(
        { bucket: object.bucket, key: object.key, ...totals, err: error },
        'object superseded',
      );
      await onSuperseded?.(error, context);
      return;
    }
    throw signal.aborted ? stopped(error, totals, context) : error;
  }
}

// `processRows` may have read another object.
function isSuperseded({ bucket, key }: S3Object, error: unknown): error is ObjectSupersededError {
  return (
    isObjectSupersededError(error) && error.object.bucket === bucket && error.object.key === key
  );
}

// A signal that says nothing else was aborted because time ran out.
function stopped(error: unknown, totals: CsvTotals, { object, signal }: ObjectContext): unknown {
  const { reason } = signal;
  if (isLwaBridgeError(reason) && reason.code !== 'ERR_DEADLINE_EXCEEDED') return reason;
  const { rows, bytes } = totals;
  return new LwaBridgeError(
    'ERR_CSV_NEEDS_TABLE',
    `s3://${object.bucket}/${object.key} did not fit into one invocation: time ran out after ` +
      `${rows} rows (${bytes} of ${object.size ?? 'unknown'} bytes). Raise the function's timeout ` +
      'or memory, or split the file',
    { cause: error },
  );
}

function connector(given: S3Client | undefined): () => Promise<S3Client> {
  let client = given && Promise.resolve(given);
  return () => {
    client ??= import('@aws-sdk/client-s3').then(({ S3Client }) => new S3Client({}));
    return client;
  };
}
