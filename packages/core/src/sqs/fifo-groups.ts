import type { SqsRecord } from './message.js';
import { isFifo } from './read-queue.js';

/**
 * Splits a batch into lanes: messages of one lane are worked on one after the other, lanes side by
 * side. On a FIFO queue a lane is a message group; on a standard queue each message is its own.
 */
export function toLanes<Item extends { readonly record: SqsRecord }>(
  items: readonly Item[],
): Item[][] {
  const lanes: Item[][] = [];
  const groups = new Map<unknown, Item[]>();
  for (const item of items) {
    const { eventSourceARN, attributes } = item.record as Partial<SqsRecord>;
    const isOfGroup = isFifo(eventSourceARN);
    const group = isOfGroup ? groups.get(attributes?.MessageGroupId) : undefined;
    if (group) {
      group.push(item);
      continue;
    }
    const lane = [item];
    lanes.push(lane);
    if (isOfGroup) groups.set(attributes?.MessageGroupId, lane);
  }
  return lanes;
}
