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
  let begun = 0;
  const nextLane = () => lanes[begun++];
  const workers: Promise<void>[] = [];
  while (workers.length < Math.min(concurrency, lanes.length)) {
    workers.push(workOnLanes(nextLane, processing));
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

// A worker: takes one lane after the other. What need not stay while it waits is in functions of its
// own, since each of its variables is kept for each message that is under way.
async function workOnLanes(
  nextLane: () => Item | undefined,
  processing: BatchProcessing,
): Promise<void> {
  const { time, work, fail } = processing;
  let left: number | undefined;
  let item = nextLane();
  while (item) {
    left = time.leftForNext(left);
    if (left === undefined) return;
    const context = begin(item, processing);
    let result = processed;
    try {
      await work(context);
    } catch (error) {
      result = await fail(error, context);
    }
    // What settles too late has been answered for.
    if (time.isOver()) return;
    end(item, context, result, processing);
    item = nextInLane(item, result, processing) ?? nextLane();
  }
}

function begin(item: Item, { toContext, observer }: BatchProcessing): MessageContext {
  const context = toContext(item.record);
  item.context = context;
  observer?.messageStart(context);
  return context;
}

function end(
  item: Item,
  context: MessageContext,
  result: MessageResult,
  { observer }: BatchProcessing,
): void {
  item.result = result;
  item.context = isDeleted(result.outcome) ? undefined : context;
  observer?.messageEnd(context, result);
}

// The rest of a message group must not overtake the one that failed.
function nextInLane(
  item: Item,
  { outcome }: MessageResult,
  processing: BatchProcessing,
): Item | undefined {
  if (isDeleted(outcome)) return item.next;
  for (let rest = item.next; rest; rest = rest.next) {
    const context = processing.toContext(rest.record);
    end(rest, context, blocked(context), processing);
  }
  return undefined;
}
