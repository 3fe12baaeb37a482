import { type LwaBridgeError, RetryAfterError } from '../../errors.js';
import type { MessageContext } from '../../sqs/message.js';

// SQS keeps a message invisible for 12 hours at most, counted from its receipt; an hour is left for
// what of that has passed.
const longestDeferral = 11 * 60 * 60;

/** The back-off after an attempt, in seconds: 10, doubling, at most 15 minutes, with full jitter. */
export function backOff(attempt: number): number {
  return Math.random() * Math.min(15 * 60, 10 * 2 ** (attempt - 1));
}

/**
 * Puts a message off until then (epoch milliseconds) plus up to 5 seconds, so that those who wait
 * for the same thing do not all come back at once. It uses a receive, but no attempt.
 */
export function deferral(message: string, until: number, now: number): RetryAfterError {
  const left = Math.max(0, until - now) / 1000;
  const seconds = Math.min(longestDeferral, Math.ceil(left + Math.random() * 5));
  return new RetryAfterError(`${message}; put off for ${seconds} s`, {
    seconds,
    code: 'ERR_JOB_DEFERRED',
  });
}

/**
 * Puts a message off whose job is of a type that this worker does not know: a newer worker may, soon
 * after a deployment. From half a minute on, doubling with each receive, at most 15 minutes.
 */
export function unknownTypeDeferral(
  cause: LwaBridgeError,
  { message }: Pick<MessageContext, 'message'>,
): RetryAfterError {
  const longest = Math.min(15 * 60, 30 * 2 ** (message.receiveCount - 1));
  const seconds = Math.ceil(longest * (0.5 + Math.random() / 2));
  return new RetryAfterError(`${cause.message}; put off for ${seconds} s`, {
    seconds,
    code: 'ERR_JOB_TYPE',
    cause,
  });
}
