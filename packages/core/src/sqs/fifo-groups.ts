import type { SqsRecord } from './message.js';
import { isFifo } from './read-queue.js';

/** A message as a link of its lane. */
export interface Link<Item> {
  readonly record: SqsRecord;
  /** The one after it in its lane. */
  next: Item | undefined;
}

/**
 * Links a batch into lanes and gives the first of each: messages of one lane are worked on one after the
 * other, lanes side by side. On a FIFO queue a lane is a message group; on a standard queue each
 * message is its own, so that a batch of 10,000 needs no more than is there already.
 */
export function toLanes<Item extends Link<Item>>(items: readonly Item[]): readonly Item[] {
  const lanes: Item[] = [];
  const lastOfGroup = new Map<unknown, Item>();
  for (const item of items) {
    const { eventSourceARN, attributes } = item.record as Partial<SqsRecord>;
    if (!isFifo(eventSourceARN)) {
      lanes.push(item);
      continue;
    }
    const group = attributes?.MessageGroupId;
    const last = lastOfGroup.get(group);
    if (last) last.next = item;
    else lanes.push(item);
    lastOfGroup.set(group, item);
  }
  return lanes;
}
