import { setMaxListeners } from 'node:events';
import { LwaBridgeError } from '../errors.js';
import type { SetAlarm } from '../serve-events/alarm-clock.js';
import type { EventContext } from '../serve-events/event-context.js';
import { noDeadlineMs } from '../serve-events/no-deadline.js';

/** The time that a batch has: until when messages are started, and when those under way are stopped. */
export interface BatchTime {
  /** Aborted at the margin, or with the invocation's own signal where that comes first. */
  readonly signal: AbortSignal;
  /**
   * What is left in milliseconds, if that is enough for one more message. A worker asks before each of
   * its messages and says what the answer was before: in between is what its message took. Before its
   * first one, what another worker asked last counts: in between is what that one did without waiting.
   */
  leftForNext(before: number | undefined): number | undefined;
  /** What is left in milliseconds, at least 0. */
  left(): number;
  /** Whether `signal` is aborted. */
  isOver(): boolean;
  /** Calls this once `signal` is aborted. */
  onOver(callback: () => void): void;
  /** Aborts `signal`. */
  stop(reason: unknown): void;
  /** Takes back what was set up for this batch. */
  end(): void;
}

// When the invocation's own signal is aborted, by default: what starts should end before that.
const startMarginMs = 1000;
// For an invocation whose signal comes later, or never.
const stopMarginMs = 500;

/**
 * The time of one batch.
 *
 * With a margin of the user's own, both moments are that margin before the deadline. Without one, a
 * message is started while the longest one so far would end 1 s before the deadline, and those under
 * way are stopped by the invocation's own signal, at 500 ms at the latest. A margin is never more
 * than half of the time there is: else a batch with little time would be given back untouched, again
 * and again.
 */
export function batchTime(
  context: EventContext,
  deadlineMarginMs: number | undefined,
  setAlarm: SetAlarm,
): BatchTime {
  const { signal: outer } = context;
  const controller = new AbortController();
  const { signal } = controller;
  // One for all messages under way: many listeners are no leak, of which Node 20 would warn.
  setMaxListeners(0, signal);
  const timeLeft = leftOf(context);
  const startMargin = Math.min(deadlineMarginMs ?? startMarginMs, timeLeft / 2);
  const stopMargin = Math.min(deadlineMarginMs ?? stopMarginMs, timeLeft / 2);
  let longest = 0;
  let last: number | undefined;
  let over = false;
  let whenOver = () => {};

  const stop = (reason: unknown) => {
    over = true;
    controller.abort(reason);
    whenOver();
  };
  const stopAsOuter = () => stop(outer.reason);
  const takeBack =
    timeLeft < noDeadlineMs
      ? setAlarm(timeLeft - stopMargin, () => stop(outOfTime(stopMargin, context)))
      : undefined;
  if (outer.aborted) stopAsOuter();
  else outer.addEventListener('abort', stopAsOuter);

  return {
    signal,
    leftForNext(before) {
      const left = leftOf(context);
      longest = Math.max(longest, (before ?? last ?? left) - left);
      last = left;
      const needed = startMargin + (deadlineMarginMs === undefined ? longest : 0);
      // With a margin of 0 it is the deadline itself that has come.
      const past = left === 0 && timeLeft > 0;
      return !over && !past && left >= needed ? left : undefined;
    },
    left: () => leftOf(context),
    isOver: () => over,
    onOver(callback) {
      if (over) callback();
      else whenOver = callback;
    },
    stop,
    end() {
      takeBack?.();
      outer.removeEventListener('abort', stopAsOuter);
    },
  };
}

// A context made by hand may say that there is no end, or nothing that is a number.
function leftOf(context: EventContext): number {
  const left: unknown = context.getRemainingTimeInMillis();
  return typeof left === 'number' && left <= noDeadlineMs ? Math.max(0, left) : noDeadlineMs;
}

function outOfTime(margin: number, { awsRequestId }: EventContext): LwaBridgeError {
  const text = `${Math.round(margin)} ms are left of invocation ${awsRequestId}: what is not finished is stopped`;
  return new LwaBridgeError('ERR_DEADLINE_EXCEEDED', text);
}
