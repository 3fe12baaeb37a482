import { LwaBridgeError } from './errors.js';

/**
 * Imports an optional peer dependency on first use, and says what to install where it is missing.
 *
 * @param name - the package's name
 * @param load - the import itself, with the name spelt out: bundlers and types follow no variable
 * @throws LwaBridgeError `ERR_MISSING_PEER`; any other failure of the import as it is
 *
 * @example
 * ```ts
 * import { importPeer } from './import-peer.js';
 *
 * const { SQSClient } = await importPeer(
 *   '@aws-sdk/client-sqs',
 *   () => import('@aws-sdk/client-sqs'),
 * );
 * ```
 */
export async function importPeer<Module>(
  name: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    if (!isMissing(name, cause)) throw cause;
    const message = `the package ${name} is needed here and not installed: npm install ${name}`;
    throw new LwaBridgeError('ERR_MISSING_PEER', message, { cause });
  }
}

// A package that the peer itself lacks is another fault, and has another name in its message. Node
// says which in quotes, as do a bundle's `require` and the loaders of test runners.
function isMissing(name: string, error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const notFound = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return notFound && String(message).includes(`'${name}'`);
}
