import { isLwaBridgeError } from '../../errors.js';
import { sleep } from '../sleep.js';

const maxTries = 6;

/**
 * Tries again, with back-off, as long as AWS says that it is asked too much; the SDK gives up after
 * a few tries in a second, and a new table or a large batch may need more.
 */
export async function whileThrottled<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt === maxTries || !isThrottling(error)) throw error;
      await sleep(Math.random() * Math.min(5000, 200 * 2 ** attempt));
    }
  }
}

/** Whether AWS refused a request for being one too many; also as the cause of an error of ours. */
export function isThrottling(error: unknown): boolean {
  const { name = '' } = ((isLwaBridgeError(error) ? error.cause : error) ?? {}) as {
    name?: string;
  };
  return /Throttl|LimitExceeded|ThroughputExceeded|TooManyRequests|SlowDown/.test(String(name));
}
