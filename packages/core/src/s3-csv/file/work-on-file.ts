import { isLwaBridgeError, isNonRetriableError, NonRetriableError } from '../../errors.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { CheckpointStore } from '../checkpoint/checkpoint-store.js';
import { newestId, sortable } from '../checkpoint/file-ids.js';
import type { Ending } from '../checkpoint/file-write.js';
import type { CsvWorker } from '../csv-worker.js';
import { isSupersededOf, ObjectSupersededError } from '../object-superseded.js';
import { cutIntoParts } from '../parts/cut-into-parts.js';
import { finishIfPartsAreDone } from '../parts/finish-parts.js';
import { claimFile } from './claim-file.js';
import { finishFile, rejectedBy } from './finish-file.js';
import type { HeldFile } from './held-file.js';
import type { InvocationTime } from './invocation-time.js';
import { type Run, runBatches } from './run-batches.js';

/**
 * The way of one message of a file with a table: claim, work, and finish it or leave the rest to the
 * next message.
 *
 * Resolving says that the message is done. Throwing says that it must come back, or that the file
 * has failed for good.
 */
export async function workOnFile<Row>(
  worker: CsvWorker<Row>,
  store: CheckpointStore,
  context: ObjectContext,
  { given, minTime }: InvocationTime,
): Promise<void> {
  const hasMostOfTheTime = context.getRemainingTimeInMillis() >= given / 2;
  const held = await claimFile(worker, store, context, minTime);
  if (!held) return;
  const run = await workOn(worker, held);
  try {
    if (run.end === 'failed') throw whyItFailed(run, held, hasMostOfTheTime);
    if (run.end === 'out-of-time') return await leaveToNextMessage(worker, held, run.checkpoint);
    if (await finish(worker, held, run.checkpoint)) return;
  } catch (error) {
    return await giveUp(worker, held, run.checkpoint, error);
  }
  // What was held is done; what it is a part of may be, too.
  await finishIfPartsAreDone(worker, store, context, await store.read(held.wholeId));
}

async function workOn<Row>(worker: CsvWorker<Row>, held: HeldFile): Promise<Run> {
  const { checkpoint, batchSize } = held.item;
  const { context, part, save } = held;
  try {
    await refuseOlder(held);
    const isToBeCut = worker.parts > 1 && part === undefined && !checkpoint.position;
    if (isToBeCut || checkpoint.plan) {
      const cutting = await cutIntoParts(worker, held);
      if (cutting) return cutting;
    }
  } catch (error) {
    return { end: 'failed', checkpoint, batches: 0, error };
  }
  const start = { checkpoint, batchSize, name: held.token, part, save };
  return runBatches(worker, context, start);
}

// Its own newer event has done the work: what it stored must not be undone by older rows.
async function refuseOlder({ store, context }: HeldFile): Promise<void> {
  const { object } = context;
  if (object.sequencer === undefined) return;
  const newest = await store.newest(newestId(context));
  if (newest === undefined || newest <= sortable(object.sequencer)) return;
  const newer = newest.replace(/0+$/, '');
  const reason = `sequencer ${object.sequencer} is older than ${newer}, which is done`;
  throw new ObjectSupersededError(object, 'replaced', new Error(reason));
}

/** Ends what is held. `false` where that is not the whole file. */
async function finish<Row>(
  worker: CsvWorker<Row>,
  held: HeldFile,
  checkpoint: Checkpoint,
): Promise<boolean> {
  const { store, context, part, wholeId } = held;
  if (checkpoint.plan) await store.split(held, checkpoint.plan.count, checkpoint);
  else if (part === undefined) {
    await finishFile(worker, store, held, checkpoint, context);
    return true;
  } else {
    await store.end(held, { status: 'COMPLETED' }, checkpoint);
    await store.partDone(wholeId, part, checkpoint);
  }
  return false;
}

// In this order, so that the file goes on wherever a worker ends: while the item names the old
// message, that one or the new one can take the file over; then only the new one can.
async function leaveToNextMessage<Row>(
  worker: CsvWorker<Row>,
  held: HeldFile,
  checkpoint: Checkpoint,
): Promise<void> {
  const { store, context, part } = held;
  const hop = held.hop + 1;
  if (hop > worker.maxHops) {
    throw noProgress(held, `it took more than ${worker.maxHops} messages (maxHops)`);
  }
  await held.save(checkpoint);
  await worker.send({ hop, part }, context);
  await store.advance(held, hop);
  const { bucket, key } = context.object;
  const fields = { bucket, key, hop, ...(part !== undefined && { part }), ...checkpoint.totals };
  context.log.info(fields, 'the file goes on in a next message');
}

// Time that ran out before a single batch was done will do so again, unless other files took it.
function whyItFailed({ error, batches }: Run, held: HeldFile, hadMostOfTheTime: boolean): unknown {
  const { signal } = held.context;
  const ranOut = signal.aborted && isTimeUp(signal.reason);
  if (!ranOut || batches > 0 || !hadMostOfTheTime) return error;
  return noProgress(held, 'no batch was done in a whole invocation', error);
}

function isTimeUp(reason: unknown): boolean {
  return !isLwaBridgeError(reason) || reason.code === 'ERR_DEADLINE_EXCEEDED';
}

function noProgress({ id, hop }: HeldFile, why: string, cause?: unknown): NonRetriableError {
  const message = `${id} does not get on in message ${hop}: ${why}. Raise the function's timeout or memory, or take smaller batches`;
  return new NonRetriableError(message, { code: 'ERR_CSV_NO_PROGRESS', cause });
}

// A failure: the file has ended, or it is left to another delivery of the same message.
async function giveUp<Row>(
  worker: CsvWorker<Row>,
  held: HeldFile,
  checkpoint: Checkpoint,
  error: unknown,
): Promise<void> {
  const { store, context } = held;
  if (isLwaBridgeError(error) && error.code === 'ERR_LEASE_LOST') throw error;
  try {
    if (isSupersededOf(context.object, error)) {
      return await supersede(worker, held, checkpoint, error);
    }
    if (isNonRetriableError(error)) await endAll(held, rejectedBy(error), checkpoint);
    else await store.release(held, checkpoint);
  } catch (failure) {
    // What went wrong first would be told nowhere.
    context.log.error({ id: held.id, err: error }, 'a file failed, and so did what was to follow');
    throw failure;
  }
  throw error;
}

async function supersede<Row>(
  { onSuperseded }: CsvWorker<Row>,
  held: HeldFile,
  checkpoint: Checkpoint,
  error: ObjectSupersededError,
): Promise<void> {
  const { bucket, key } = held.context.object;
  const fields = { bucket, key, ...checkpoint.totals, err: error };
  held.context.log.warn(fields, 'object superseded');
  await onSuperseded?.(error, held.context);
  await endAll(held, { status: 'SUPERSEDED' }, checkpoint);
}

/** Ends a file, also where only a part of it is held. */
async function endAll(
  { store, part, wholeId, ...hold }: HeldFile,
  ending: Ending,
  checkpoint: Checkpoint,
): Promise<void> {
  await store.end(hold, ending, checkpoint);
  if (part !== undefined) await store.endWhole(wholeId, ending);
}
