import type { EventContext } from '../../serve-events/event-context.js';

/** What the files of one invocation share. */
export interface InvocationTime {
  /** How much time there was at its start, in milliseconds. */
  readonly given: number;
  /** A file is not begun with less time left than this, in milliseconds. */
  readonly minTime: number;
  /** The work that is under way. */
  readonly running: Promise<unknown>[];
}

/** Nothing is begun in the last 10 seconds of an invocation, nor in the second half of a short one. */
export function invocationTime(
  context: Pick<EventContext, 'getRemainingTimeInMillis'>,
): InvocationTime {
  const given = context.getRemainingTimeInMillis();
  return { given, minTime: Math.min(10_000, given / 2), running: [] };
}
