import { type LwaBridgeError, RetryAfterError } from '../../errors.js';
import { exponentialBackOff } from '../../exponential-back-off.js';
import type { MessageContext } from '../../sqs/message.js';

/** The back-off after an attempt, in seconds: 10, doubling, at most 15 minutes, with full jitter. */
export const backOff = exponentialBackOff();

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
