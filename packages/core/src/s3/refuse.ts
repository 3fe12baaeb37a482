import { LwaBridgeError } from '../errors.js';

/**
 * Refuses an option of `s3Handler`.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuse(what: string): never {
  throw new LwaBridgeError('ERR_SETTINGS', `s3Handler: ${what}`);
}
