import type { Message } from './message.js';

/**
 * Splits a batch into lanes: messages of one lane are worked on one after the other, lanes side by
 * side. On a FIFO queue a lane is a message group; on a standard queue each message is its own.
 */
export function toLanes<Item extends { readonly message: Message }>(
  items: readonly Item[],
): Item[][] {
  const lanes = new Map<unknown, Item[]>();
  for (const item of items) {
    const { queue, groupId = '' } = item.message;
    const key = queue.fifo ? groupId : item;
    const lane = lanes.get(key);
    if (lane) lane.push(item);
    else lanes.set(key, [item]);
  }
  return [...lanes.values()];
}
