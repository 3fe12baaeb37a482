import { randomUUID } from 'node:crypto';
import { isLwaBridgeError, LwaBridgeError } from '../../errors.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import { noCheckpoint } from '../checkpoint/checkpoint.js';
import type { CsvTotals } from '../csv-totals.js';
import type { CsvWorker } from '../csv-worker.js';
import { isSupersededOf } from '../object-superseded.js';
import { complete } from './finish-file.js';
import { runBatches } from './run-batches.js';

/**
 * The way of a file without a table: from its first row to its last, in one invocation.
 *
 * @throws LwaBridgeError `ERR_CSV_NEEDS_TABLE` when time is up before its end, or `parts` is set
 */
export async function readInOneGo<Row>(
  worker: CsvWorker<Row>,
  context: ObjectContext,
): Promise<void> {
  const { batchSize, parts, onSuperseded } = worker;
  if (parts > 1) throw needsTable(`parts: ${parts} needs a table (option table, or CSV_TABLE)`);
  const start = { checkpoint: noCheckpoint, batchSize, name: randomUUID() };
  const { end, checkpoint, error } = await runBatches(worker, context, start);
  if (end !== 'failed') return complete(worker, checkpoint, context);

  const { log, object, signal } = context;
  if (isSupersededOf(object, error)) {
    const { bucket, key } = object;
    log.warn({ bucket, key, ...checkpoint.totals, err: error }, 'object superseded');
    await onSuperseded?.(error, context);
    return;
  }
  throw signal.aborted ? stopped(error, checkpoint.totals, context) : error;
}

// A signal that says nothing else was aborted because time ran out.
function stopped(error: unknown, totals: CsvTotals, { object, signal }: ObjectContext): unknown {
  const { reason } = signal;
  if (isLwaBridgeError(reason) && reason.code !== 'ERR_DEADLINE_EXCEEDED') return reason;
  const { rows, bytes } = totals;
  return needsTable(
    `s3://${object.bucket}/${object.key} did not fit into one invocation: time ran out after ` +
      `${rows} rows (${bytes} of ${object.size ?? 'unknown'} bytes). Give it a table (option ` +
      "table, or CSV_TABLE), raise the function's timeout or memory, or split the file",
    error,
  );
}

function needsTable(message: string, cause?: unknown): LwaBridgeError {
  return new LwaBridgeError('ERR_CSV_NEEDS_TABLE', message, { cause });
}
