import { isNonRetriableError, isRetryAfterError } from '../errors.js';
import type { MessageContext } from '../sqs/message.js';

/**
 * A message has one outcome: the failure that it takes when several of its parts failed. Where a
 * retry can help any part, it can help the message, and it comes not before the latest time that
 * was asked for. The other failures are logged.
 */
export function failureOfMessage(
  failures: readonly unknown[],
  { log, message: { messageId } }: MessageContext,
): unknown {
  // Paired with their ranks, since sorting puts a bare `undefined`, which can be thrown too, last.
  const [chosen, ...others] = failures
    .map((error) => ({ error, rank: rankOf(error) }))
    .sort((a, b) => b.rank - a.rank);
  for (const { error } of others) {
    log.error({ messageId, err: error }, 'another part of the same message failed too');
  }
  return chosen?.error;
}

function rankOf(error: unknown): number {
  if (isRetryAfterError(error)) return error.seconds;
  return isNonRetriableError(error) ? -2 : -1;
}
