import { isLwaBridgeError, isNonRetriableError, isRetryAfterError } from '../errors.js';
import { refuseGenerator } from '../refuse-generator.js';
import type { MessageContext } from './message.js';
import type { MessageResult } from './outcome.js';
import { type RetryDelay, secondsUntilRetry } from './retry-delay.js';
import type { ChangeVisibility } from './visibility.js';

/** What to do with a message that no retry can help. */
export type OnNonRetriable =
  | 'redrive'
  | 'acknowledge'
  | ((error: Error, context: MessageContext) => unknown);

/** What becomes of messages that failed. */
export interface FailurePolicy {
  readonly onNonRetriable: OnNonRetriable;
  readonly retryDelay: RetryDelay | undefined;
  readonly changeVisibility: ChangeVisibility;
}

/** The end of a message whose processing threw: it goes by what the error says of itself. */
export async function failMessage(
  error: unknown,
  context: MessageContext,
  policy: FailurePolicy,
): Promise<MessageResult> {
  if (isNonRetriableError(error)) return giveUp(error, context, policy);
  const seconds = secondsUntilRetry(error, context, policy.retryDelay);
  const waits = seconds === undefined ? {} : { seconds: toThousandths(seconds) };
  const fields = { ...describe(error, context), ...waits };
  if (isRetryAfterError(error)) context.log.warn(fields, 'a message is put off');
  else context.log.error(fields, 'a message failed');
  if (seconds !== undefined) await policy.changeVisibility(seconds, context);
  return { outcome: 'failed', error };
}

async function giveUp(
  error: Error,
  context: MessageContext,
  { onNonRetriable }: FailurePolicy,
): Promise<MessageResult> {
  context.log.error(describe(error, context), 'a message failed, and no retry can help');
  if (onNonRetriable === 'redrive') return { outcome: 'failed', error };
  if (onNonRetriable === 'acknowledge') return { outcome: 'discarded', error };
  // It has been reported failed by now. When it comes back, it is given up then, and once.
  if (context.signal.aborted) return { outcome: 'failed', error };
  try {
    const dealing = onNonRetriable(error, context);
    refuseGenerator(dealing);
    await dealing;
    return { outcome: 'discarded', error };
  } catch (failure) {
    const fields = { ...describe(failure, context) };
    context.log.error(fields, 'onNonRetriable failed: the message comes back');
    return { outcome: 'failed', error };
  }
}

// Jitter has more digits than anybody reads.
function toThousandths(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function describe(error: unknown, { message }: MessageContext): object {
  const { messageId, receiveCount, groupId } = message;
  return {
    messageId,
    receiveCount,
    ...(groupId !== undefined && { groupId }),
    ...(isLwaBridgeError(error) && error.code === 'ERR_VALIDATION' && { issues: error.cause }),
    err: error,
  };
}
