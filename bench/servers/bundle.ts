import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Options } from 'tsup';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The servers under measurement. */
export type ServerName = 'bare' | 'bridge' | 'express' | 'hono';

/** Where a server's bundle is. */
export function bundleOf(name: ServerName): string {
  return join(folder, 'dist', name === 'express' ? 'express.cjs' : `${name}.mjs`);
}

/** Bundles each server into one file, as the examples are built for their image. */
export async function bundleServers(): Promise<void> {
  const shared: Options = {
    config: false,
    silent: true,
    outDir: join(folder, 'dist'),
    target: 'node20.19',
    splitting: false,
    noExternal: [/./],
    external: [/^@aws-sdk/],
  };
  const entries = (...names: ServerName[]) => names.map((name) => join(folder, `${name}.mjs`));
  await build({
    ...shared,
    entry: entries('bare', 'bridge', 'hono'),
    format: 'esm',
    outExtension: () => ({ js: '.mjs' }),
  });
  // Express is CommonJS: in an ES module its `require` would have to be made first.
  await build({
    ...shared,
    entry: entries('express'),
    format: 'cjs',
    outExtension: () => ({ js: '.cjs' }),
  });
}
