import type { EventContext } from '../../serve-events/event-context.js';

/** A lease outlasts its invocation by this much, for clocks that differ: 30 s. */
export const clockSkew = 30_000;

/** How long a lease lasts where there is no deadline: as long as Lambda's longest invocation. */
export const longestInvocation = 15 * 60 * 1000;

// What the context says where there is no deadline: the longest time that setTimeout takes.
const noDeadline = 2 ** 31 - 1;

/**
 * When a lease that is taken now ends, in epoch milliseconds: with the invocation's deadline, plus
 * what clocks may differ; without a deadline (outside Lambda), after `leaseTime`. There is no
 * heartbeat: Lambda ends whoever holds it at the deadline.
 */
export function leaseEnd(
  context: Pick<EventContext, 'getRemainingTimeInMillis'>,
  { now, leaseTime }: { now: number; leaseTime: number },
): number {
  const left = context.getRemainingTimeInMillis();
  return now + (left < noDeadline ? left + clockSkew : leaseTime);
}
