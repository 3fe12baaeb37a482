import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from 'tsup';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds what child processes of the tests import as `lwa-bridge`, where a build is missing or older
 * than its sources. After `npm run build` there is nothing to do.
 */
export async function setup(): Promise<void> {
  const entries = ['index.js', 'jobs.js', 's3-csv.js', 'testing.js'];
  const built = Math.min(...entries.map((entry) => modified(join(root, 'dist', entry))));
  const changed = Math.max(...sources().map(modified));
  if (built > changed) return;
  const [{ build }, { default: config }] = await Promise.all([
    import('tsup'),
    import('../../tsup.config.js'),
  ]);
  const options = config as Options;
  const entry = Object.entries(options.entry as Record<string, string>);
  try {
    await build({
      ...options,
      // Wherever the tests run, a file is where it is.
      entry: Object.fromEntries(entry.map(([name, file]) => [name, join(root, file)])),
      outDir: join(root, 'dist'),
      // Declarations take most of a build's time, and no process needs them.
      dts: false,
      ...{ config: false, clean: false, silent: true },
    });
  } catch (error) {
    // Tests of parts that are whole can run all the same.
    if (built === 0) throw error;
    console.warn('lwa-bridge could not be built: child processes use the build before', error);
  }
}

function sources(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
