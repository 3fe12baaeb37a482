import type { BatchObserver } from './batch-observer.js';
import type { BatchTime } from './batch-time.js';
import { type Lanes, toLanes } from './lanes.js';
import type { MessageContext, SqsRecord } from './message.js';
import { isDeleted, type MessageResult } from './outcome.js';
import { blocked, outOfTime } from './unworked.js';

/** What a batch is worked on with. */
export interface BatchProcessing {
  /** Lanes at once. */
  readonly concurrency: number;
  readonly time: BatchTime;
  readonly toContext: (record: SqsRecord) => MessageContext;
  /** Works on a message: throws, or gives what settles. */
  readonly work: (context: MessageContext) => unknown;
  /** What a message comes to whose work threw. */
  readonly fail: (error: unknown, context: MessageContext) => Promise<MessageResult>;
  readonly observer: BatchObserver | undefined;
}

/** A message that comes back, and why. */
export interface FailedMessage {
  /** Which one of the batch. */
  readonly place: number;
  readonly context: MessageContext;
  readonly result: MessageResult;
}

/**
 * A batch on its way. Nothing is kept of a message that was processed: a batch may have 10,000. An object
 * for each, with its record, would cost more than its memory: V8 learns that such objects live long and
 * makes them old at once, and old ones keep the records of batches long answered for. Each collection of
 * young objects then took three times as long.
 */
interface Batch extends BatchProcessing {
  readonly records: readonly SqsRecord[];
  readonly lanes: Lanes;
  /** How many lanes have been begun. */
  begun: number;
  readonly failed: FailedMessage[];
}

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
  const lanes = toLanes(records);
  const batch: Batch = { ...processing, records, lanes, begun: 0, failed: [] };
  const workers: Worker[] = [];
  while (workers.length < Math.min(processing.concurrency, lanes.count)) {
    workers.push({ place: undefined, context: undefined });
  }
  await untilDone(workers, batch);
  failUnworked(workers, batch);
  return batch.failed.sort((one, other) => one.place - other.place);
}

// Settles with the last worker, or once the time is over. With Promise.all it took 2 % more for a batch of
// 10: that makes a function of its own for each worker.
function untilDone(workers: readonly Worker[], batch: Batch): Promise<void> {
  return new Promise((resolve, reject) => {
    let working = workers.length;
    const onEnd = () => {
      working -= 1;
      if (working === 0) resolve();
    };
    for (const worker of workers) workOnLanes(worker, batch).then(onEnd, reject);
    if (working === 0) resolve();
    batch.time.onOver(resolve);
  });
}

// What need not stay while it waits is in functions of its own, since each of its variables is kept for
// each message that is under way.
async function workOnLanes(worker: Worker, batch: Batch): Promise<void> {
  const { time, work, fail } = batch;
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
      result = await fail(error, context);
    }
    // What settles too late has been answered for.
    if (time.isOver()) return;
    worker.context = undefined;
    worker.place = end(worker.place, context, result, batch) ?? nextLane(batch);
  }
}

// Gives the first message of a lane that nobody has begun.
function nextLane(batch: Batch): number | undefined {
  const { begun, lanes } = batch;
  if (begun === lanes.count) return undefined;
  batch.begun += 1;
  return lanes.first(begun);
}

function start(worker: Worker, place: number, batch: Batch): MessageContext {
  const context = contextOf(place, batch);
  worker.context = context;
  batch.observer?.messageStart(context);
  return context;
}

// Gives the next message of the lane.
function end(
  place: number,
  context: MessageContext,
  result: MessageResult,
  batch: Batch,
): number | undefined {
  const next = batch.lanes.next(place);
  if (isDeleted(result.outcome)) {
    batch.observer?.messageEnd(context, result);
    return next;
  }
  addFailed(place, context, result, batch);
  // The rest of a message group must not overtake the one that failed.
  failLane(next, blocked, batch);
  return undefined;
}

function failUnworked(workers: readonly Worker[], batch: Batch): void {
  const resultOf = outOfTime(batch.time.signal);
  const notStarted = () => resultOf('not-started');
  for (const { place, context } of workers) {
    if (place === undefined) continue;
    if (context) {
      addFailed(place, context, resultOf('unfinished'), batch);
      failLane(batch.lanes.next(place), notStarted, batch);
    } else {
      failLane(place, notStarted, batch);
    }
  }
  for (let first = nextLane(batch); first !== undefined; first = nextLane(batch)) {
    failLane(first, notStarted, batch);
  }
}

// All of a lane from one message on.
function failLane(
  from: number | undefined,
  toResult: (context: MessageContext) => MessageResult,
  batch: Batch,
): void {
  for (let place = from; place !== undefined; place = batch.lanes.next(place)) {
    const context = contextOf(place, batch);
    addFailed(place, context, toResult(context), batch);
  }
}

function addFailed(
  place: number,
  context: MessageContext,
  result: MessageResult,
  { failed, observer }: Batch,
): void {
  failed.push({ place, context, result });
  observer?.messageEnd(context, result);
}

function contextOf(place: number, { records, toContext }: Batch): MessageContext {
  return toContext(records[place] as SqsRecord);
}
