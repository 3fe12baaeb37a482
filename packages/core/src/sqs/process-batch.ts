import {
  addFailed,
  type Batch,
  type BatchProcessing,
  byPlace,
  type FailedMessage,
  failLane,
  nextLane,
} from './batch.js';
import { toLanes } from './lanes.js';
import type { MessageContext, SqsRecord } from './message.js';
import { isDeleted, type MessageResult } from './outcome.js';
import { blocked, outOfTime } from './unworked.js';

/** Who takes one lane after the other. */
interface Worker {
  /** The message it is at; undefined once there is none left. */
  place: number | undefined;
  /** Of that message, once it is started. */
  context: MessageContext | undefined;
}

const processed: MessageResult = { outcome: 'processed' };

/**
 * Works on a batch and gives the messages that come back, in its order. A message without a success
 * has failed: also one that was not started, or not finished, when the time was up.
 */
export async function processBatch(
  records: readonly SqsRecord[],
  processing: BatchProcessing,
): Promise<FailedMessage[]> {
  const batch: Batch = { processing, records, lanes: toLanes(records), begun: 0, failed: [] };
  const workers: Worker[] = [];
  while (workers.length < Math.min(processing.concurrency, batch.lanes.count)) {
    workers.push({ place: undefined, context: undefined });
  }
  await untilDone(workers, batch);
  failUnworked(workers, batch);
  return batch.failed.sort(byPlace);
}

// Settles with the last worker, or once the time is over. With Promise.all it took 2 % more for a batch of
// 10: that makes a function of its own for each worker.
function untilDone(workers: readonly Worker[], batch: Batch): Promise<void> {
  const { time } = batch.processing;
  return new Promise((resolve, reject) => {
    let working = workers.length;
    const onEnd = () => {
      working -= 1;
      if (working === 0) resolve();
    };
    // Such as a logger that throws: the invocation fails, and the others must not work on after it.
    const onThrow = (error: unknown) => {
      reject(error);
      time.stop(error);
    };
    for (const worker of workers) workOnLanes(worker, batch).then(onEnd, onThrow);
    if (working === 0) resolve();
    time.onOver(resolve);
  });
}

// What need not stay while it waits is in functions of its own, since each of its variables is kept for
// each message that is under way.
async function workOnLanes(worker: Worker, batch: Batch): Promise<void> {
  const { time, work, fail } = batch.processing;
  let left: number | undefined;
  worker.place = nextLane(batch);
  while (worker.place !== undefined) {
    left = time.leftForNext(left);
    if (left === undefined) return;
    const context = start(worker, worker.place, batch);
    let result = processed;
    try {
      await work(context);
    } catch (error) {
      const leftBefore = time.left();
      result = await fail(error, context);
      // How long SQS takes to be told of a failure says nothing of the next message.
      left -= leftBefore - time.left();
    }
    // What settles too late has been answered for.
    if (time.isOver()) return;
    end(worker, worker.place, context, result, batch);
    worker.place ??= nextLane(batch);
  }
}

function start(worker: Worker, place: number, { records, processing }: Batch): MessageContext {
  const context = processing.toContext(records[place] as SqsRecord);
  worker.context = context;
  processing.observer?.messageStart(context);
  return context;
}

// The worker moves on before anybody is told: a hook may abort the signal, and this message has ended.
function end(
  worker: Worker,
  place: number,
  context: MessageContext,
  result: MessageResult,
  batch: Batch,
): void {
  const next = batch.lanes.next(place);
  worker.context = undefined;
  if (isDeleted(result.outcome)) {
    worker.place = next;
    batch.processing.observer?.messageEnd(context, result);
  } else {
    worker.place = undefined;
    // The rest of a message group must not overtake the one that failed.
    addFailed([{ place, context, result }, ...failLane(next, blocked, batch)], batch);
  }
}

function failUnworked(workers: readonly Worker[], batch: Batch): void {
  const { lanes, processing } = batch;
  const resultOf = outOfTime(processing.time.signal);
  const notStarted = () => resultOf('not-started');
  const unworked: FailedMessage[] = [];
  for (const { place, context } of workers) {
    if (place !== undefined && context) {
      unworked.push({ place, context, result: resultOf('unfinished') });
      unworked.push(...failLane(lanes.next(place), notStarted, batch));
    } else {
      unworked.push(...failLane(place, notStarted, batch));
    }
  }
  for (let first = nextLane(batch); first !== undefined; first = nextLane(batch)) {
    unworked.push(...failLane(first, notStarted, batch));
  }
  addFailed(unworked.sort(byPlace), batch);
}
