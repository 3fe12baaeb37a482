import type { PartsPlan } from '../checkpoint/checkpoint.js';
import { partId } from '../checkpoint/file-ids.js';
import type { CsvPosition } from '../csv-position.js';
import { noTotals } from '../csv-totals.js';
import type { CsvWorker } from '../csv-worker.js';
import type { HeldFile } from '../file/held-file.js';
import type { Run } from '../file/run-batches.js';
import { timeLeft } from '../file/time-left.js';
import { readBoundaries } from '../read-csv-rows.js';

// A position is saved this often, so that little is read again.
const saveEvery = 1_000;

/**
 * Cuts a file into parts between two batches, and sends a message for each as soon as it is known
 * where it ends.
 *
 * Where a record begins is told by reading the file from its start, with the parser that reads the
 * rows: whatever is in quotes, and whatever is wrong with them, a part begins where the file read as
 * a whole has a batch, with that batch's number.
 *
 * @returns `undefined` where it can't be cut: its own bytes are not what its rows are made of (gzip)
 */
export async function cutIntoParts<Row>(
  worker: CsvWorker<Row>,
  held: HeldFile,
): Promise<Run | undefined> {
  const { context, item } = held;
  const { object, signal, log } = context;
  const time = timeLeft(context, worker.deadlineMarginMs);
  let checkpoint = item.checkpoint;
  let plan = checkpoint.plan;
  let batches = 0;
  const from = checkpoint.position;
  const options = { ...worker.reading, batchSize: item.batchSize, from, signal };
  try {
    for await (const boundary of readBoundaries(await worker.s3(), object, options)) {
      const { start, next, objectSize } = boundary;
      if (!next.plain) {
        log.info({ key: object.key }, 'a compressed file is not cut into parts');
        return undefined;
      }
      if (!plan) {
        plan = { partBytes: Math.ceil(objectSize / worker.parts), count: 0, start };
        await held.save({ ...checkpoint, plan });
      }
      const isCut = next.offset - plan.start.offset >= plan.partBytes;
      if (isCut) plan = await cutOff(worker, held, plan, next);
      checkpoint = { ...checkpoint, position: next, plan };
      batches += 1;
      time.batchDone();
      if (time.isShort()) return { end: 'out-of-time', checkpoint, batches };
      if (isCut || batches % saveEvery === 0) await held.save(checkpoint);
    }
    // A file without rows has no parts.
    if (!plan || !checkpoint.position) return undefined;
    const { position } = checkpoint;
    if (position.offset > plan.start.offset) plan = await cutOff(worker, held, plan, position);
    checkpoint = { ...checkpoint, plan };
    log.info({ key: object.key, parts: plan.count }, 'the file is cut into parts');
    return { end: 'done', checkpoint, batches };
  } catch (error) {
    return { end: 'failed', checkpoint, batches, error };
  }
}

// A worker that ends between the two, and the one that takes over, cut at the same place: the part
// is there then, and its message comes twice.
async function cutOff<Row>(
  worker: CsvWorker<Row>,
  { store, context, wholeId, item }: HeldFile,
  plan: PartsPlan,
  next: CsvPosition,
): Promise<PartsPlan> {
  const { start, count } = plan;
  const range = { start: start.offset, end: next.offset };
  const part = { position: start, totals: noTotals, rejects: [], elapsedMs: 0, range };
  await store.addPart(partId(wholeId, count), part, item.batchSize);
  await worker.send({ hop: 0, part: count }, context);
  return { ...plan, count: count + 1, start: next };
}
