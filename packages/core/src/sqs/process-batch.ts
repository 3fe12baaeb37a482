import type { BatchObserver } from './batch-observer.js';
import type { BatchTime } from './batch-time.js';
import { type Lined, toLanes } from './fifo-groups.js';
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
  readonly context: MessageContext;
  readonly result: MessageResult;
}

/** A message on its way. Contexts are made one by one and let go: a batch may have 10,000. */
interface Item extends Lined<Item> {
  /** While it is worked on, and of one that failed. */
  context: MessageContext | undefined;
  result: MessageResult | undefined;
}

const processed: MessageResult = { outcome: 'processed' };

/**
 * Works on a batch and gives the messages that come back. A message without a recorded success has
 * failed: also one that was not started, or not finished, when the time was up.
 */
export async function processBatch(
  records: readonly SqsRecord[],
  processing: BatchProcessing,
): Promise<FailedMessage[]> {
  const { concurrency, time, toContext, observer } = processing;
  const items = records.map(
    (record): Item => ({ record, next: undefined, context: undefined, result: undefined }),
  );
  const lanes = toLanes(items);
  const lanesLeft = lanes.values();
  const workers: Promise<void>[] = [];
  while (workers.length < Math.min(concurrency, lanes.length)) {
    workers.push(workOnLanes(lanesLeft, processing));
  }
  await time.untilOver(Promise.all(workers));

  const failed: FailedMessage[] = [];
  const resultOf = outOfTime(time.signal);
  for (const { record, context: started, result: ended } of items) {
    if (ended && isDeleted(ended.outcome)) continue;
    const context = started ?? toContext(record);
    const result = ended ?? resultOf(started ? 'unfinished' : 'not-started');
    if (!ended) observer?.messageEnd(context, result);
    failed.push({ context, result });
  }
  return failed;
}

/** Takes one lane after the other. */
async function workOnLanes(
  lanes: Iterable<Item>,
  { time, toContext, work, fail, observer }: BatchProcessing,
): Promise<void> {
  const hasTime = time.watch();
  for (const first of lanes) {
    let isBlocked = false;
    for (let item: Item | undefined = first; item; item = item.next) {
      if (!isBlocked && !hasTime()) return;
      const context = toContext(item.record);
      item.context = context;
      let result = processed;
      if (isBlocked) {
        result = blocked(context);
      } else {
        observer?.messageStart(context);
        try {
          await work(context);
        } catch (error) {
          result = await fail(error, context);
        }
        // What settles too late has been answered for.
        if (time.isOver()) return;
      }
      item.result = result;
      observer?.messageEnd(context, result);
      // The rest of a message group must not overtake the one that failed.
      isBlocked = !isDeleted(result.outcome);
      if (!isBlocked) item.context = undefined;
    }
  }
}
