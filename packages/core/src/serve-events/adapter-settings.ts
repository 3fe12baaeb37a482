import { LwaBridgeError } from '../errors.js';

/**
 * The status codes of `AWS_LWA_ERROR_STATUS_CODES`, read as the adapter reads them: a list of codes and
 * ranges, of which it skips whatever it can't read.
 */
export function parseStatusCodes(list: string): ReadonlySet<number> {
  const codes = new Set<number>();
  for (const part of list.split(',')) {
    const [, from, to = from] = /^\s*\+?(\d+)(?:-\+?(\d+))?\s*$/.exec(part) ?? [];
    if (Number(to) > 65_535) continue;
    for (let code = Number(from); code <= Number(to); code++) codes.add(code);
  }
  return codes;
}

/**
 * Refuses settings of the adapter under which a failure would look like a success, or a success
 * like a failure.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function refuseUnsafeAdapter(
  env: NodeJS.ProcessEnv,
  errorStatusCodes: ReadonlySet<number>,
): void {
  if (env.AWS_LWA_INVOKE_MODE?.toLowerCase() === 'response_stream') {
    throw new LwaBridgeError(
      'ERR_SETTINGS',
      'AWS_LWA_INVOKE_MODE=response_stream puts an HTTP prelude before each reply, which no event source can read: remove it from this function',
    );
  }
  if (errorStatusCodes.has(200)) {
    throw new LwaBridgeError(
      'ERR_SETTINGS',
      `AWS_LWA_ERROR_STATUS_CODES=${env.AWS_LWA_ERROR_STATUS_CODES} covers 200, so every success would be a function error: set it to 500-599`,
    );
  }
}
