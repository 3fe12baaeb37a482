import type { ReceivedMessage } from '../model-queue.js';
import { plannedReceipt } from './scenario.js';
import type { World } from './world.js';

/** Receives a batch as the scenario plans it; nothing where nothing can be received now. */
export type ReceiveBatch = () => ReceivedMessage[];

/** Makes a {@link ReceiveBatch}. */
export function batchReceiver({
  queue,
  scenario,
}: Pick<World, 'queue' | 'scenario'>): ReceiveBatch {
  const { batchSize, messagesPerGroup } = scenario.mapping;
  const counts = new Map<string, number>();
  const present = (id: string) => plannedReceipt(scenario, id, counts.get(id) ?? 1);
  const next = (id: string) => plannedReceipt(scenario, id, (counts.get(id) ?? 0) + 1);

  const counted = (messages: ReceivedMessage[]): ReceivedMessage[] => {
    for (const { id, receiveCount } of messages) counts.set(id, receiveCount);
    return messages;
  };

  const receiveOfGroups = (now: number): ReceivedMessage[] => {
    const perGroup = new Map<string | undefined, number>();
    const first = queue.receivable(now).filter(({ groupId }) => {
      const count = (perGroup.get(groupId) ?? 0) + 1;
      perGroup.set(groupId, count);
      return count <= messagesPerGroup;
    });
    return queue.receive(
      first.slice(0, batchSize).map(({ id }) => id),
      now,
    );
  };

  // In any order, and some of them twice.
  const receiveAny = (now: number): ReceivedMessage[] => {
    const visible = new Set(queue.receivable(now).map(({ id }) => id));
    const candidates = queue
      .live(now)
      .map(({ id }) => id)
      .filter((id) => visible.has(id) || (wantsAnother(id) && queue.isReceivableTwice(id, now)))
      .sort((one, other) => next(one).rank - next(other).rank);
    const batch: ReceivedMessage[] = [];
    for (const id of candidates) {
      if (batch.length >= batchSize) break;
      const given = visible.has(id) ? queue.receive([id], now) : [queue.receiveTwice(id, now)];
      batch.push(...counted(given));
      const isTwice = present(id).copy === 'same-batch' && batch.length < batchSize;
      if (isTwice && queue.isReceivableTwice(id, now)) {
        batch.push(...counted([queue.receiveTwice(id, now)]));
      }
    }
    return batch;
  };
  const wantsAnother = (id: string) => counts.has(id) && present(id).copy === 'another-batch';

  return () => {
    const now = Date.now();
    return scenario.queue.fifo ? counted(receiveOfGroups(now)) : receiveAny(now);
  };
}
