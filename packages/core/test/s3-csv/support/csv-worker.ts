import type { CsvRow } from '../../../src/s3-csv/csv-columns.js';
import { s3CsvHandler } from '../../../src/s3-csv/csv-handler.js';
import type { S3CsvHandlerOptions } from '../../../src/s3-csv/csv-handler-options.js';
import type { CsvTotals } from '../../../src/s3-csv/csv-totals.js';
import type { ProcessRows, RowsContext } from '../../../src/s3-csv/csv-worker.js';
import type { SqsEventHandler } from '../../../src/sqs/sqs-handler.js';
import { deliver } from '../../../src/testing/deliver.js';
import { type RecordedLog, recordedLog } from '../../support/recorded-log.js';
import type { CsvServices } from './csv-services.js';
import type { Invoke } from './uploads-queue.js';

/** What the function under test was asked to do. */
export interface WorkerUnderTest {
  readonly invoke: Invoke;
  readonly log: RecordedLog;
  /** Each batch that was handed over, in order. */
  readonly batches: { id: string; index: number; rows: readonly CsvRow[] }[];
  readonly totals: CsvTotals[];
  readonly errors: unknown[];
}

/** Options of {@link csvWorker}: the handler's, and what else there is to say of the function. */
export interface CsvWorkerOptions extends S3CsvHandlerOptions {
  timeoutMs?: number;
  functionName?: string;
  /** After so many batches the time of an invocation is up, by its context. */
  batchesAtOnce?: number;
  /** What the context says of the time left, the first time and later in an invocation. */
  timeLeft?: { first: number; later: number };
  /** What it does with a batch. */
  work?: (context: RowsContext) => unknown;
}

/** A function of rows `n`, behind a mapping, that keeps what it is given. */
export function csvWorker(
  services: CsvServices,
  {
    timeoutMs = 30_000,
    functionName = 'reader',
    batchesAtOnce = Number.POSITIVE_INFINITY,
    timeLeft,
    work = () => {},
    ...options
  }: CsvWorkerOptions = {},
): WorkerUnderTest {
  const batches: WorkerUnderTest['batches'] = [];
  const totals: CsvTotals[] = [];
  const errors: unknown[] = [];
  const log = recordedLog();
  const processRows: ProcessRows<CsvRow> = async (rows, context) => {
    await work(context);
    batches.push({ id: context.batchId, index: context.batch.index, rows });
  };
  const handler = s3CsvHandler(processRows, {
    ...services.options,
    onComplete: (all) => void totals.push(all),
    ...options,
  });
  return {
    ...{ batches, totals, errors, log },
    async invoke(event) {
      const before = batches.length;
      let asked = 0;
      const target: SqsEventHandler = (given, context) =>
        handler(given, {
          ...context,
          getRemainingTimeInMillis() {
            if (batches.length - before >= batchesAtOnce) return 1;
            asked += 1;
            if (timeLeft) return asked === 1 ? timeLeft.first : timeLeft.later;
            return context.getRemainingTimeInMillis();
          },
        });
      const { deleted, error } = await deliver(target, event, { log, timeoutMs, functionName });
      if (error) errors.push(error);
      return deleted;
    },
  };
}

/** A file with the rows 1 to `count`. */
export const numbers = (count: number): string =>
  `n\n${Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('')}`;

/** What those rows are. */
export const numbersOf = (batches: WorkerUnderTest['batches']): number[] =>
  batches.flatMap(({ rows }) => rows.map(({ n }) => Number(n)));

/** 1 to `count`. */
export const upTo = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => index + 1);
