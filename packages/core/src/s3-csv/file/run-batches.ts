import { orAborted } from '../../or-aborted.js';
import { refuseGenerator } from '../../refuse-generator.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { CsvBatch } from '../csv-batch.js';
import { addBatch } from '../csv-totals.js';
import type { CsvWorker } from '../csv-worker.js';
import { csvProgress } from '../progress/csv-progress.js';
import { progressReporter } from '../progress/report-progress.js';
import { readPart } from '../read-csv-rows.js';
import { rejectsTarget } from '../rejects/rejects-file.js';
import { rejectsWriter } from '../rejects/rejects-writer.js';
import { takeInvalidRows } from '../rejects/take-invalid-rows.js';
import { timeLeft } from './time-left.js';

/** Where a run begins, and what it leaves behind on its way. */
export interface RunStart {
  readonly checkpoint: Checkpoint;
  readonly batchSize: number;
  /** Letters and digits that no other run has. */
  readonly name: string;
  readonly part?: number | undefined;
  /** Saves a checkpoint; without it the file has to be read to its end. */
  readonly save?: (checkpoint: Checkpoint) => Promise<void>;
}

/** How a run of batches ended. */
export interface Run {
  readonly end: 'done' | 'out-of-time' | 'failed';
  /** After the last batch that was worked on. */
  readonly checkpoint: Checkpoint;
  /** How many batches it has worked on. */
  readonly batches: number;
  /** Why it failed. */
  readonly error?: unknown;
}

/**
 * Works on one batch after the other: to the end, until time is short, or until something fails. It
 * never throws.
 */
export async function runBatches<Row>(
  worker: CsvWorker<Row>,
  context: ObjectContext,
  { checkpoint: start, batchSize, name, part, save }: RunStart,
): Promise<Run> {
  const { object, signal } = context;
  const began = performance.now();
  const time = timeLeft(context, worker.deadlineMarginMs);
  const report = progressReporter(worker, context);
  let checkpoint = start;
  let saved = start;
  let batches = 0;
  let unsaved = 0;
  let storeRejects = async () => start.rejects;
  const complete = async () => ({ ...checkpoint, rejects: await storeRejects() });
  const ended = (end: Run['end'], at: Checkpoint, error?: unknown): Run => ({
    ...{ end, checkpoint: at, batches },
    ...(end === 'failed' && { error }),
  });

  try {
    const client = await worker.s3();
    const rejects =
      worker.rejects &&
      rejectsWriter(client, rejectsTarget(worker.rejects, object), name, start.rejects);
    if (rejects) storeRejects = rejects.flush;
    const before = start.totals.invalidRows;
    const onInvalidRow = takeInvalidRows(context, { ...worker.invalidRows, before, rejects });
    const options = { ...worker.reading, batchSize, from: start.position, signal };
    const reading = readPart(
      client,
      object,
      { ...options, ...(onInvalidRow && { onInvalidRow }) },
      start.range?.end,
    );
    for await (const batch of reading) {
      time.batchRead();
      await work(worker, batch, context, { isLeftAtAbort: !save });
      rejects?.batchDone();
      const elapsedMs = Math.round(start.elapsedMs + performance.now() - began);
      const totals = addBatch(checkpoint.totals, batch);
      checkpoint = { ...checkpoint, position: batch.next, totals, elapsedMs };
      batches += 1;
      unsaved += 1;
      time.batchDone();
      const isShort = save !== undefined && time.isShort();
      const progress = { ...csvProgress(checkpoint, batch), ...(part !== undefined && { part }) };
      await report(progress, isShort ? 'now' : undefined);
      signal.throwIfAborted();
      if (isShort) return ended('out-of-time', await complete());
      const isDue = rejects?.isFull() || (save && unsaved >= worker.checkpointEvery);
      if (!isDue) continue;
      checkpoint = await complete();
      await save?.(checkpoint);
      saved = checkpoint;
      unsaved = 0;
    }
    return ended('done', await complete());
  } catch (error) {
    // Rows that were rejected and could not be stored have to come again.
    return ended('failed', await complete().catch(() => saved), error);
  }
}

async function work<Row>(
  { processRows }: CsvWorker<Row>,
  batch: CsvBatch<Row>,
  context: ObjectContext,
  { isLeftAtAbort }: { isLeftAtAbort: boolean },
): Promise<void> {
  if (batch.rows.length === 0) return;
  const batchId = `${context.object.id}/${batch.next.batchSize}/${batch.index}`;
  const working = processRows(batch.rows, { ...context, batchId, batch });
  refuseGenerator(working);
  // Where a checkpoint follows, it says what has been done: the batch is waited for.
  await (isLeftAtAbort ? orAborted(working, context.signal) : working);
}
