import type { EventContext } from '../serve-events/event-context.js';
import { noDeadlineMs } from '../serve-events/no-deadline.js';

/** Lambda's longest invocation: 15 minutes. */
export const longestInvocationMs = 15 * 60 * 1000;

/** How long a lease lasts. */
export interface LeaseTimes {
  /** After the invocation's deadline, in milliseconds: clocks differ. */
  readonly clockSkew: number;
  /** Where there is no deadline (outside Lambda), in milliseconds. */
  readonly leaseTime: number;
}

/** How long it lasts by default: as long as an invocation can, and 30 s more. */
export const defaultLease: LeaseTimes = {
  clockSkew: 30_000,
  leaseTime: longestInvocationMs + 30_000,
};

/**
 * When a lease that is taken or renewed now ends, in epoch milliseconds. With a deadline it needs no
 * renewal: Lambda ends whoever holds it.
 */
export function leaseEnd(
  context: Pick<EventContext, 'getRemainingTimeInMillis'>,
  { clockSkew, leaseTime }: LeaseTimes,
  now = Date.now(),
): number {
  const left = context.getRemainingTimeInMillis();
  return now + (left < noDeadlineMs ? left + clockSkew : leaseTime);
}
