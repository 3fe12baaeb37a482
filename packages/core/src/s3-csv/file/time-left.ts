import type { EventContext } from '../../serve-events/event-context.js';

/** Watches how long batches take, and whether there is time for one more. */
export interface TimeLeft {
  /** To be told that a batch has been read. */
  batchRead(): void;
  /** To be told that it is done. */
  batchDone(): void;
  /** Whether the rest should be left to another invocation. */
  isShort(): boolean;
}

// What it takes to save a checkpoint, send a message and answer: three requests.
const reserveMs = 2_000;

/**
 * Time is short when less is left than the margin of the batch of messages (1 s, in which `signal` has
 * been aborted, or `deadlineMarginMs`), the reserve, and one and a half times the longest batch of rows
 * so far; in a short invocation, less than two thirds of what there was. So each one does some work.
 * What comes before the first batch is no measure of the others: a gzip is inflated from its start.
 */
export function timeLeft(
  context: Pick<EventContext, 'getRemainingTimeInMillis'>,
  marginMs = 1_000,
): TimeLeft {
  const given = context.getRemainingTimeInMillis();
  let since: number | undefined;
  let longest = 0;
  return {
    batchRead() {
      since ??= performance.now();
    },
    batchDone() {
      const now = performance.now();
      longest = Math.max(longest, now - (since ?? now));
      since = now;
    },
    isShort() {
      const needed = Math.min((2 / 3) * given, marginMs + reserveMs + 1.5 * longest);
      return context.getRemainingTimeInMillis() < needed;
    },
  };
}
