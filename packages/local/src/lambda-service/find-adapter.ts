import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { LwaBridgeError } from 'lwa-bridge';

/** Options of {@link findAdapter}. */
export interface FindAdapterOptions {
  /** The path of the binary, before anything else. */
  adapter?: string | undefined;
  /** @default process.env */
  env?: NodeJS.ProcessEnv;
}

/**
 * Finds the binary of the AWS Lambda Web Adapter: the path given, then the environment variable
 * `LAMBDA_ADAPTER`, then `lambda-adapter` on the PATH. `undefined` where this machine has none.
 *
 * @throws LwaBridgeError `ERR_ADAPTER_NOT_FOUND` when a path is given, by option or variable, and
 * no executable file is there: falling back to another one would hide the mistake.
 *
 * @example
 * ```ts
 * import { findAdapter } from 'lwa-bridge-local';
 *
 * const adapter = findAdapter();
 * console.log(adapter ?? 'no lambda-adapter on this machine');
 * ```
 */
export function findAdapter(options: FindAdapterOptions = {}): string | undefined {
  const { adapter, env = process.env } = options;
  if (adapter) return executable(adapter, 'the option adapter');
  if (env.LAMBDA_ADAPTER) return executable(env.LAMBDA_ADAPTER, 'LAMBDA_ADAPTER');
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'lambda-adapter'))
    .find(isExecutable);
}

function executable(path: string, source: string): string {
  if (isExecutable(path)) return resolve(path);
  throw new LwaBridgeError(
    'ERR_ADAPTER_NOT_FOUND',
    `${source} names ${path}, but no executable file is there`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** {@link findAdapter} for who cannot go on without one. */
export function requireAdapter(adapter: string | undefined): string {
  const found = findAdapter({ adapter });
  if (found) return found;
  throw new LwaBridgeError(
    'ERR_ADAPTER_NOT_FOUND',
    'there is no lambda-adapter on this machine: install the crate lambda_web_adapter, put its binary on the PATH, or name it in LAMBDA_ADAPTER',
  );
}
