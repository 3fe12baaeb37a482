import { isRetryAfterError } from '../errors.js';
import { forgetRejection } from '../forget-rejection.js';
import { isVisibilityTimeout } from '../visibility-timeout.js';
import type { MessageContext } from './message.js';

/**
 * How long a message that failed stays invisible, in seconds from now, 0 to 43,200; `undefined` leaves
 * its visibility timeout as it is.
 *
 * @param receiveCount - how often the message has been received, this time included
 */
export type RetryDelay = (receiveCount: number, error: unknown) => number | undefined;

/**
 * How long this message stays invisible: as a `RetryAfterError` says, else as `retryDelay` does. One
 * that fails is logged: the message comes back when its visibility timeout ends.
 */
export function secondsUntilRetry(
  error: unknown,
  { log, message: { messageId, receiveCount } }: MessageContext,
  retryDelay: RetryDelay | undefined,
): number | undefined {
  if (isRetryAfterError(error)) return error.seconds;
  try {
    const seconds: unknown = retryDelay?.(receiveCount, error);
    if (seconds === undefined || isVisibilityTimeout(seconds)) return seconds;
    forgetRejection(seconds);
    log.error({ messageId, seconds }, 'retryDelay gave no number of seconds from 0 to 43,200');
  } catch (failure) {
    log.error({ messageId, err: failure }, 'retryDelay failed');
  }
  return undefined;
}
