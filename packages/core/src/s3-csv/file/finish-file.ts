import type { NonRetriableError } from '../../errors.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { CheckpointStore } from '../checkpoint/checkpoint-store.js';
import { newestId, sortable } from '../checkpoint/file-ids.js';
import type { Ending, Hold } from '../checkpoint/file-write.js';
import type { CsvWorker } from '../csv-worker.js';
import { rejectsTarget, removeChunks, writeRejectsFile } from '../rejects/rejects-file.js';

/** Ends a file whose rows have all been worked on: rejects file, `onComplete`, then the item. */
export async function finishFile<Row>(
  worker: CsvWorker<Row>,
  store: CheckpointStore,
  hold: Hold,
  checkpoint: Checkpoint,
  context: ObjectContext,
): Promise<void> {
  await complete(worker, checkpoint, context, async () => {
    const { sequencer } = context.object;
    if (sequencer !== undefined) await store.setNewest(newestId(context), sortable(sequencer));
    await store.end(hold, { status: 'COMPLETED' }, checkpoint);
  });
}

/**
 * Writes the rejects file, if there are any, and calls `onComplete`. What the file was made of is
 * there until it is recorded that the work is done: who ends before, does all of this again.
 */
export async function complete<Row>(
  worker: CsvWorker<Row>,
  { rejects: chunks, totals, position, plan }: Checkpoint,
  context: ObjectContext,
  record: () => Promise<void> = async () => {},
): Promise<void> {
  if (!worker.rejects || chunks.length === 0) {
    await worker.onComplete?.(totals, context);
    return record();
  }
  const { columns = [] } = position ?? plan?.start ?? {};
  const rejects = rejectsTarget(worker.rejects, context.object);
  const client = await worker.s3();
  await writeRejectsFile(client, rejects, { columns, chunks });
  await worker.onComplete?.({ ...totals, rejects }, context);
  await record();
  await removeChunks(client, rejects, chunks, context.log);
}

/** The end that an error makes of a file which no retry can help. */
export function rejectedBy(error: NonRetriableError): Ending {
  const text = Buffer.from(error.message).subarray(0, maxErrorBytes).toString();
  return { status: 'REJECTED', error: { text, code: error.code } };
}

// What an item holds of an error.
const maxErrorBytes = 4096;
