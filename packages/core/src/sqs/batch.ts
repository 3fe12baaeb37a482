import type { BatchObserver } from './batch-observer.js';
import type { BatchTime } from './batch-time.js';
import type { Lanes } from './lanes.js';
import type { MessageContext, SqsRecord } from './message.js';
import type { MessageResult } from './outcome.js';

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
export interface Batch {
  readonly processing: BatchProcessing;
  readonly records: readonly SqsRecord[];
  readonly lanes: Lanes;
  /** How many lanes have been begun. */
  begun: number;
  readonly failed: FailedMessage[];
}

/** The first message of a lane that nobody has begun. Now somebody has. */
export function nextLane(batch: Batch): number | undefined {
  const { begun, lanes } = batch;
  if (begun === lanes.count) return undefined;
  batch.begun += 1;
  return lanes.first(begun);
}

/** All of a lane from one message on, as messages that come back. */
export function failLane(
  from: number | undefined,
  toResult: (context: MessageContext) => MessageResult,
  { lanes, records, processing }: Batch,
): FailedMessage[] {
  const failed: FailedMessage[] = [];
  for (let place = from; place !== undefined; place = lanes.next(place)) {
    const context = processing.toContext(records[place] as SqsRecord);
    failed.push({ place, context, result: toResult(context) });
  }
  return failed;
}

/** Notes messages that come back, and tells of them. */
export function addFailed(messages: readonly FailedMessage[], { failed, processing }: Batch): void {
  for (const message of messages) failed.push(message);
  for (const { context, result } of messages) processing.observer?.messageEnd(context, result);
}

/** The order of the batch. */
export function byPlace(one: FailedMessage, other: FailedMessage): number {
  return one.place - other.place;
}
