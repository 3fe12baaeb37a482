import { forgetRejection } from '../../forget-rejection.js';
import type { MessageContext } from '../../sqs/message.js';
import { backOff } from './back-off.js';

/**
 * How long a job waits after a failed attempt, in seconds. A `retryDelay` that fails must not keep the
 * job from being put back.
 */
export function delayAfter(
  attempt: number,
  retryDelay: (attempt: number) => number,
  { log }: MessageContext,
): number {
  try {
    const seconds = retryDelay(attempt);
    if (seconds >= 0 && Number.isFinite(seconds)) return seconds;
    forgetRejection(seconds);
    log.error({ seconds }, 'retryDelay gave no number of seconds: the back-off is taken');
  } catch (error) {
    log.error({ err: error }, 'retryDelay failed: the back-off is taken');
  }
  return backOff(attempt);
}
