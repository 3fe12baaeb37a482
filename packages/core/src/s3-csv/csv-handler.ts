import { AsyncLocalStorage } from 'node:async_hooks';
import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsClient } from '../aws-client.js';
import { s3Sdk } from '../aws-sdk.js';
import { defaultLease } from '../dynamodb/lease.js';
import { refuseNoFunction } from '../refuse-no-function.js';
import { s3Handler } from '../s3/s3-handler.js';
import { completeContext } from '../serve-events/complete-context.js';
import type { SqsLambdaHandler } from '../sqs/sqs-handler.js';
import { checkOptions } from './check-options.js';
import { type CheckpointStore, checkpointStore } from './checkpoint/checkpoint-store.js';
import { continuationSender } from './continuation/continuation-sender.js';
import type { CsvRow } from './csv-columns.js';
import type { S3CsvHandlerOptions } from './csv-handler-options.js';
import type { CsvWorker, ProcessRows } from './csv-worker.js';
import { invocationTime } from './file/invocation-time.js';
import { readInOneGo } from './file/read-in-one-go.js';
import { workOnFile } from './file/work-on-file.js';
import { s3OptionsOf } from './option-names.js';

/**
 * Turns a function of some rows into an event handler for CSV files whose S3 notifications come
 * through SQS. Files are streamed in constant memory, at the pace of `processRows`, as
 * `readCsvRows` does.
 *
 * With a table, a file goes on over as many invocations as it takes: how far it has come is saved
 * every few batches, and shortly before the deadline the rest is left to a next message. One worker
 * works on a file, or on a part of it, at any time; rows since the last checkpoint may come again:
 * `batchId` is the key for effects that must happen once. Without a table a file has to fit into one
 * invocation; one that does not fails with `ERR_CSV_NEEDS_TABLE`.
 *
 * Resolving for every batch acknowledges the file; throwing reports its message failed, and the file
 * comes again from its last checkpoint (without a table, from its first row). A `NonRetriableError`
 * fails it for good; what had been worked on stays.
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
 *     table: 'demo-csv',
 *     prefix: 'incoming/',
 *     onInvalidRow: 'collect',
 *     rejects: { prefix: 'rejects/' },
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
): SqsLambdaHandler {
  refuseNoFunction('s3CsvHandler', processRows);
  checkOptions(options);
  const worker = createWorker(processRows, options);
  const invocations = new AsyncLocalStorage<ReturnType<typeof invocationTime>>();

  const handleBatch = s3Handler(
    (_object, context) => {
      const store = worker.store();
      if (!store) return readInOneGo(worker, context);
      const time = invocations.getStore() ?? invocationTime(context);
      const working = workOnFile(worker, store, context, time);
      time.running.push(working);
      return working;
    },
    { concurrency: 1, ...s3OptionsOf(options) },
  );

  return (event, given) => {
    const context = completeContext(given);
    const time = invocationTime(context);
    return invocations.run(time, async () => {
      try {
        return await handleBatch(event, context);
      } finally {
        // The batch is answered for when `signal` aborts, but a batch of rows that is still worked on
        // would go on beside the next event, and beside whoever takes the file over.
        await Promise.allSettled(time.running);
      }
    });
  };
}

function createWorker<Row>(
  processRows: ProcessRows<Row>,
  options: S3CsvHandlerOptions<Row>,
): CsvWorker<Row> {
  const { batchSize = 500, checkpointEvery = 10, maxHops = 1_000, parts = 1 } = options;
  const { progressIntervalMs = 10_000 } = options;
  const { clockSkew = defaultLease.clockSkew, leaseTime = defaultLease.leaseTime } = options;
  const { onInvalidRow: mode = 'fail', rejects, onComplete, onProgress, onSuperseded } = options;
  const { maxInvalidRows: most = mode === 'skip' ? 1_000 : Number.POSITIVE_INFINITY } = options;
  const { onInvalidRow: _, deadlineMarginMs, ...reading } = options;
  return {
    ...{ processRows, reading, batchSize, checkpointEvery, maxHops, parts, progressIntervalMs },
    ...{ deadlineMarginMs, rejects, onComplete, onProgress, onSuperseded },
    invalidRows: { mode, most },
    lease: { clockSkew, leaseTime },
    s3: s3Connector(options.s3Client),
    store: storeOnFirstUse(options),
    send: continuationSender(options.sqsClient),
  };
}

function s3Connector(given: AwsClient | undefined): () => Promise<S3Client> {
  let client = given && Promise.resolve(given as S3Client);
  return () => {
    client ??= s3Sdk().then(({ S3Client }) => new S3Client({}));
    return client;
  };
}

function storeOnFirstUse<Row>({
  table: given,
  dynamodbClient: client,
  retentionDays = 30,
}: S3CsvHandlerOptions<Row>): () => CheckpointStore | undefined {
  let store: CheckpointStore | undefined;
  return () => {
    const table = given || process.env.CSV_TABLE;
    if (!table) return undefined;
    store ??= checkpointStore({ table, client, retentionDays });
    return store;
  };
}
