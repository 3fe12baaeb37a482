import type { SqsRecord } from './message.js';
import { isFifo } from './read-queue.js';

/** A message of a batch that may have to wait for others. */
export interface Lined<Item> {
  readonly record: SqsRecord;
  /** The one that must wait for this one. */
  next: Item | undefined;
}

/**
 * Splits a batch into lanes, and gives the first message of each: messages of one lane are worked on
 * one after the other, lanes side by side. On a FIFO queue a lane is a message group; on a standard
 * queue each message is its own.
 */
export function toLanes<Item extends Lined<Item>>(batch: readonly Item[]): readonly Item[] {
  // All messages of a batch are of one queue.
  if (!isFifo(batch[0]?.record.eventSourceARN)) return batch;
  const first: Item[] = [];
  const last = new Map<unknown, Item>();
  for (const item of batch) {
    const { attributes } = item.record as Partial<SqsRecord>;
    const groupId = attributes?.MessageGroupId;
    const before = last.get(groupId);
    if (before) before.next = item;
    else first.push(item);
    last.set(groupId, item);
  }
  return first;
}
