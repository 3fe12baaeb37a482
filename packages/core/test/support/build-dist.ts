import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds what child processes of the tests import as `lwa-bridge`, where a build is missing or older
 * than its sources. After `npm run build` there is nothing to do.
 */
export function setup(): void {
  const entries = ['index.js', 'jobs.js', 's3-csv.js', 'testing.js', 'cli/main.js'];
  const built = Math.min(...entries.map((entry) => modified(join(root, 'dist', entry))));
  const changed = Math.max(...sources().map(modified));
  if (built > changed) return;
  // In the package's own folder, from whose package.json tsup knows what not to bundle. Without the
  // declarations, which take most of a build's time and which no process needs.
  const tsup = join(dirname(createRequire(import.meta.url).resolve('tsup')), 'cli-default.js');
  try {
    execFileSync(process.execPath, [tsup, '--no-dts', '--no-clean', '--silent'], { cwd: root });
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
