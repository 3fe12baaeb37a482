import { LwaBridgeError } from './errors.js';

/**
 * Refuses a wrapper's first argument where it is no function: each message would fail.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuseNoFunction(wrapper: string, argument: unknown): void {
  if (typeof argument === 'function') return;
  const what = `${wrapper}: the first argument is a function, got ${typeof argument}`;
  throw new LwaBridgeError('ERR_SETTINGS', what);
}
