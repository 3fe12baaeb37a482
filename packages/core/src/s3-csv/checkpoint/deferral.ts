import { RetryAfterError } from '../../errors.js';

// SQS keeps a message invisible for 12 hours at most, counted from its receipt; an hour is left for
// what of that has passed.
const longestDeferral = 11 * 60 * 60;

/**
 * Puts a message off until then (epoch milliseconds) plus up to 5 seconds, so that those who wait
 * for the same thing do not all come back at once.
 */
export function deferral(message: string, until: number): RetryAfterError {
  const left = Math.max(0, until - Date.now()) / 1000;
  const seconds = Math.min(longestDeferral, Math.ceil(left + Math.random() * 5));
  return new RetryAfterError(`${message}; put off for ${seconds} s`, {
    seconds,
    code: 'ERR_CSV_DEFERRED',
  });
}
