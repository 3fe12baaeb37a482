import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const installed = join('node_modules', 'lwa-bridge', 'docs');

/**
 * The folder of the package's pages, as a path that can be opened from a folder: of the package that
 * this program is in. `docs` where the package has none, as in the repository before it is packed.
 */
export function docsFolder(from: string): string {
  const folder = fileURLToPath(new URL('../../docs', import.meta.url));
  if (!existsSync(join(folder, 'doctor.md'))) return 'docs';
  const actual = realpathSync(folder);
  // pnpm keeps the package elsewhere, and links it to where people look for it.
  const usual = join(from, installed);
  if (existsSync(usual) && realpathSync(usual) === actual) return installed;
  const path = relative(realpathSync(from), actual);
  return isAbsolute(path) || path.length > actual.length ? actual : path;
}
