import { isLwaBridgeError, type LwaBridgeError } from '../errors.js';
import { childLogger, eachLevel, type Logger } from '../serve-events/log.js';

/** Watches a handler's log for a package that is not installed: the log is all that says so. */
export interface MissingPeer {
  /** The logger, watched. */
  watch(log: Logger): Logger;
  /** The first `ERR_MISSING_PEER` among the errors that were logged, or their causes. */
  found(): LwaBridgeError | undefined;
}

export function missingPeer(): MissingPeer {
  let first: LwaBridgeError | undefined;
  const watch = (log: Logger): Logger => ({
    ...eachLevel((level) => (fields: object, message: string) => {
      first ??= findIn((fields as { err?: unknown } | null | undefined)?.err);
      log[level](fields, message);
    }),
    child: (fields) => watch(childLogger(log, fields)),
  });
  return { watch, found: () => first };
}

function findIn(error: unknown): LwaBridgeError | undefined {
  const seen = new Set<unknown>();
  for (let at = error; isLwaBridgeError(at) && !seen.has(at); at = at.cause) {
    if (at.code === 'ERR_MISSING_PEER') return at;
    seen.add(at);
  }
  return undefined;
}
