import { isNonRetriableError, isRetryAfterError } from '../errors.js';
import type { MessageContext } from '../sqs/message.js';
import type { S3Object } from './s3-object.js';

/** What failed in a message: an object, or a part whose error says itself which one it is. */
export interface PartFailure {
  readonly error: unknown;
  readonly object?: S3Object;
}

/**
 * A message has one outcome: the failure that it takes when several of its parts failed. Where a
 * retry can help any part, it can help the message, and it comes not before the latest time that
 * was asked for. The log names each object that failed; the error of the one that is taken follows
 * in the line of its message.
 */
export function failureOfMessage(
  failures: readonly PartFailure[],
  { log, message: { messageId } }: MessageContext,
): unknown {
  const [chosen, ...others] = failures.toSorted((a, b) => rankOf(b.error) - rankOf(a.error));
  if (chosen?.object) {
    const level = isRetryAfterError(chosen.error) ? 'warn' : 'error';
    log[level]({ messageId, ...nameOf(chosen) }, 'an object failed, and with it its message');
  }
  for (const other of others) {
    const fields = { messageId, ...nameOf(other), err: other.error };
    log.error(fields, 'another part of the same message failed too');
  }
  return chosen?.error;
}

function nameOf({ object }: PartFailure): object {
  if (!object) return {};
  const { bucket, key, eventName } = object;
  return { bucket, key, eventName };
}

function rankOf(error: unknown): number {
  if (isRetryAfterError(error)) return error.seconds;
  return isNonRetriableError(error) ? -2 : -1;
}
