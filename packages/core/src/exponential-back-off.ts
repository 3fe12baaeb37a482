import { LwaBridgeError } from './errors.js';
import { type OptionNames, refuseUnknownOptions } from './refuse-unknown-options.js';

/** Options of {@link exponentialBackOff}. */
export interface ExponentialBackOffOptions {
  /** The longest wait after the first failure, in seconds. Each further failure doubles it. @default 10 */
  firstSeconds?: number;
  /** The longest wait of all, in seconds, up to 43,200. @default 900 */
  maxSeconds?: number;
  /**
   * How much of a wait is left to chance, from 0 to 1, so that messages which failed together do not
   * come back together: 1 is full jitter (0 s up to the wait), 0 none.
   * @default 1
   */
  jitter?: number;
}

/**
 * A back-off that doubles: the delay in seconds after so many failures.
 *
 * @returns a function of the number of tries so far, from 1: for `retryDelay`, of `sqsHandler` (the
 * receive count) and of `jobHandler` (the attempt)
 * @throws LwaBridgeError `ERR_SETTINGS` where an option is unknown or out of range
 *
 * @example
 * ```ts
 * import { exponentialBackOff, sqsHandler } from 'lwa-bridge';
 *
 * export const handler = sqsHandler(
 *   async (body: { url: string }) => {
 *     const { ok, status } = await fetch(body.url);
 *     if (!ok) throw new Error(`answered ${status}`);
 *   },
 *   { retryDelay: exponentialBackOff({ firstSeconds: 30, maxSeconds: 3600 }) },
 * );
 * ```
 */
export function exponentialBackOff(
  options: ExponentialBackOffOptions = {},
): (tries: number) => number {
  refuseUnknownOptions('exponentialBackOff', options, optionNames);
  const { firstSeconds = 10, maxSeconds = 900, jitter = 1 } = options;
  refuseOutside({ firstSeconds }, 43_200);
  refuseOutside({ maxSeconds }, 43_200);
  refuseOutside({ jitter }, 1);
  return (tries) => {
    const longest = Math.min(maxSeconds, firstSeconds * 2 ** (tries - 1));
    return longest * (1 - jitter * Math.random());
  };
}

const optionNames: OptionNames<ExponentialBackOffOptions> = {
  firstSeconds: true,
  maxSeconds: true,
  jitter: true,
};

function refuseOutside(option: Record<string, number>, most: number): void {
  for (const [name, value] of Object.entries(option)) {
    if (value >= 0 && value <= most) continue;
    const message = `exponentialBackOff: ${name}: from 0 to ${most}, got ${String(value)}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
}
