import { setTimeout as sleep } from 'node:timers/promises';
import { exponentialBackOff, RetryAfterError } from 'lwa-bridge';
import type { JobContext } from 'lwa-bridge/jobs';
import { isTransient } from './is-transient.js';

const maxTries = 8;
const secondsBetweenTries = exponentialBackOff({ firstSeconds: 1, maxSeconds: 20 });
const secondsUntilNextAttempt = exponentialBackOff({ firstSeconds: 60, jitter: 0.5 });

// With less than this left after the wait, a further call is not worth it.
const leastCallMs = 2000;
// For what has to be written down after the last try. `signal` aborts when half of it has passed.
const marginMs = 2000;

/** What a call is to know of the job that makes it. */
export type CallContext = Pick<JobContext, 'getRemainingTimeInMillis' | 'job' | 'log' | 'signal'>;

/**
 * Makes a call, and makes it again while it fails for a reason that passes, and while the invocation lasts.
 *
 * @param call - gets the milliseconds that it may take
 * @throws RetryAfterError where tries or time are used up: the job is put off
 */
export async function withBackOff<T>(
  { getRemainingTimeInMillis, job, log, signal }: CallContext,
  call: (timeLeftMs: number) => Promise<T>,
): Promise<T> {
  const timeLeft = () => getRemainingTimeInMillis() - marginMs;

  for (let tries = 1; ; tries += 1) {
    try {
      return await call(Math.max(0, timeLeft()));
    } catch (error) {
      signal.throwIfAborted();
      if (!isTransient(error)) throw error;

      const waitMs = Math.round(secondsBetweenTries(tries) * 1000);
      if (tries === maxTries || timeLeft() < waitMs + leastCallMs) {
        const message = `no answer within this invocation: ${messageOf(error)} (try ${tries})`;
        const seconds = Math.ceil(secondsUntilNextAttempt(job.attempt));
        throw new RetryAfterError(message, { seconds, cause: error });
      }
      log.warn({ err: error, tries, waitMs }, 'the call is made again');
      await sleep(waitMs, undefined, { signal });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
