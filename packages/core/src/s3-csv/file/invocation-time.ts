import type { EventContext } from '../../serve-events/event-context.js';

/** What the files of one invocation share. */
export interface InvocationTime {
  /** A file is not begun with less time left than this, in milliseconds. */
  readonly minTime: number;
  /** The work that is under way. */
  readonly running: Promise<unknown>[];
}

/** Nothing is begun in the last 10 seconds of an invocation, nor in the second half of a short one. */
export function invocationTime(
  context: Pick<EventContext, 'getRemainingTimeInMillis'>,
): InvocationTime {
  return { minTime: Math.min(10_000, context.getRemainingTimeInMillis() / 2), running: [] };
}
