import type { NonRetriableError } from '../../errors.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { CheckpointStore, Ending, Hold } from '../checkpoint/checkpoint-store.js';
import { newestId, sortable } from '../checkpoint/file-ids.js';
import type { CsvTotals } from '../csv-totals.js';
import type { CsvWorker } from '../csv-worker.js';
import { rejectsTarget, writeRejectsFile } from '../rejects/rejects-file.js';

/** Ends a file whose rows have all been worked on: rejects file, `onComplete`, then the item. */
export async function finishFile<Row>(
  worker: CsvWorker<Row>,
  store: CheckpointStore,
  hold: Hold,
  checkpoint: Checkpoint,
  context: ObjectContext,
): Promise<void> {
  await complete(worker, checkpoint, context);
  const { sequencer } = context.object;
  if (sequencer !== undefined) await store.setNewest(newestId(context), sortable(sequencer));
  await store.end(hold, { status: 'COMPLETED' }, checkpoint);
}

/** Writes the rejects file, if there are any, and calls `onComplete`. */
export async function complete<Row>(
  worker: CsvWorker<Row>,
  { rejects: chunks, totals, position, plan }: Checkpoint,
  context: ObjectContext,
): Promise<void> {
  const { columns = [] } = position ?? plan?.start ?? {};
  let all: CsvTotals = totals;
  if (worker.rejects && chunks.length > 0) {
    const rejects = rejectsTarget(worker.rejects, context.object);
    await writeRejectsFile(await worker.s3(), rejects, { columns, chunks }, context.log);
    all = { ...totals, rejects };
  }
  await worker.onComplete?.(all, context);
}

/** The end that an error makes of a file which no retry can help. */
export function rejectedBy(error: NonRetriableError): Ending {
  const text = Buffer.from(error.message).subarray(0, maxErrorBytes).toString();
  return { status: 'REJECTED', error: { text, code: error.code } };
}

// What an item holds of an error.
const maxErrorBytes = 4096;
