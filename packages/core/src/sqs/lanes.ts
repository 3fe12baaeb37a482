import type { SqsRecord } from './message.js';
import { isFifo } from './read-queue.js';

/**
 * Which messages of a batch wait for which: those of one lane are worked on one after the other, lanes
 * side by side. A message is told by its place in the batch.
 */
export interface Lanes {
  readonly count: number;
  /** The first message of a lane. */
  first(lane: number): number;
  /** The message that must wait for this one. */
  next(place: number): number | undefined;
}

/** On a FIFO queue a lane is a message group; on a standard queue each message is its own. */
export function toLanes(records: readonly SqsRecord[]): Lanes {
  // All messages of a batch are of one queue.
  if (isFifo(records[0]?.eventSourceARN)) return messageGroups(records);
  return { count: records.length, first: (lane) => lane, next: () => undefined };
}

function messageGroups(records: readonly Partial<SqsRecord>[]): Lanes {
  const first: number[] = [];
  const next = new Map<number, number>();
  const last = new Map<unknown, number>();
  for (const [place, { attributes }] of records.entries()) {
    const groupId = attributes?.MessageGroupId;
    const before = last.get(groupId);
    if (before === undefined) first.push(place);
    else next.set(before, place);
    last.set(groupId, place);
  }
  return {
    count: first.length,
    first: (lane) => first[lane] as number,
    next: (place) => next.get(place),
  };
}
