import type { EventContext } from '../../serve-events/event-context.js';

/** How long a lease lasts. */
export interface LeaseTimes {
  /** After the invocation's deadline, in milliseconds: clocks differ. */
  readonly clockSkew: number;
  /** Where there is no deadline, in milliseconds. */
  readonly leaseTime: number;
}

// What the context says where there is no deadline: the longest time that setTimeout takes.
const noDeadline = 2 ** 31 - 1;

/**
 * When a lease that is taken or renewed now ends, in epoch milliseconds. With a deadline it needs no
 * renewal: Lambda ends whoever holds it.
 */
export function leaseEnd(
  { getRemainingTimeInMillis }: Pick<EventContext, 'getRemainingTimeInMillis'>,
  { clockSkew, leaseTime }: LeaseTimes,
): number {
  const left = getRemainingTimeInMillis();
  return Date.now() + (left < noDeadline ? left + clockSkew : leaseTime);
}
