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
    const seconds: unknown = retryDelay(attempt);
    if (typeof seconds === 'number' && !Number.isNaN(seconds)) return asSqsTakesIt(seconds);
    forgetRejection(seconds);
    log.error({ seconds }, 'retryDelay gave no number of seconds: the back-off is taken');
  } catch (error) {
    log.error({ err: error }, 'retryDelay failed: the back-off is taken');
  }
  return backOff(attempt);
}

function asSqsTakesIt(seconds: number): number {
  return Math.min(43_200, Math.max(0, seconds));
}
