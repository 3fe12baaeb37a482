import { LwaBridgeError } from './errors.js';

/**
 * Refuses what a generator function gives back: not a line of it has run yet, so whatever it was to
 * do would pass for done.
 *
 * @throws LwaBridgeError `ERR_GENERATOR_HANDLER`
 */
export function refuseGenerator(returned: unknown): void {
  if (typeof returned !== 'object' || returned === null) return;
  const { next } = returned as { next?: unknown };
  if (typeof next !== 'function') return;
  if (!(Symbol.asyncIterator in returned || Symbol.iterator in returned)) return;
  throw new LwaBridgeError(
    'ERR_GENERATOR_HANDLER',
    'the handler is a generator function, which does nothing when it is called: make it an async function',
  );
}
