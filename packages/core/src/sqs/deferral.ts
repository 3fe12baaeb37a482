import { type ErrorCode, RetryAfterError } from '../errors.js';

/**
 * The longest that a message is made invisible, in seconds. SQS counts its 12 hours from the
 * receipt; an hour is left for what has passed since.
 */
export const longestDeferral = 11 * 60 * 60;

/**
 * Puts a message off until then (epoch milliseconds) plus up to 5 seconds, so that those who wait
 * for the same thing do not all come back at once.
 */
export function deferral(
  code: ErrorCode,
  message: string,
  until: number,
  now = Date.now(),
): RetryAfterError {
  const left = Math.max(0, until - now) / 1000;
  const seconds = Math.min(longestDeferral, Math.ceil(left + Math.random() * 5));
  return new RetryAfterError(`${message}; put off for ${seconds} s`, { seconds, code });
}
