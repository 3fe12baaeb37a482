import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SandboxOptions } from 'lwa-bridge-local';

/**
 * The program of `aws-lambda-ric`, AWS's own client of the Runtime API, where `scripts/build-ric.sh` has
 * built it. It compiles for minutes and runs without the adapter, so it is no dependency.
 */
export function findRuntimeClient(): string | undefined {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const program = join(cache, 'lwa-bridge/aws-lambda-ric/3.3.0/node_modules/.bin/aws-lambda-ric');
  return existsSync(program) ? program : undefined;
}

/** The same handler run by that client, with an idle extension in the adapter's place. */
export function withRuntimeClient(program: string, node: string): SandboxOptions {
  return {
    adapter: fileURLToPath(new URL('idle-extension.sh', import.meta.url)),
    command: node,
    args: [program, 'handler.handler'],
    cwd: fileURLToPath(new URL('../servers', import.meta.url)),
  };
}
