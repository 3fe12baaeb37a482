// Writes the pages into a package that is about to be packed, so that an installed version has the
// documentation of that version: `docs` of the repository, and how a vulnerability is reported.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packedPage } from './packed-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(process.cwd(), 'docs');

const pages = new Map([
  ...globSync('docs/*.md', { cwd: root }).map((page) => [page, basename(page)] as const),
  // Not by its own name: where small letters are as large ones, it would be docs/security.md.
  ['SECURITY.md', 'reporting-a-vulnerability.md'],
]);
const packed = new Map([...pages, ['packages/core/README.md', '../README.md']]);

rmSync(target, { recursive: true, force: true });
mkdirSync(target);
for (const [page, name] of pages) {
  const text = readFileSync(join(root, page), 'utf8');
  writeFileSync(join(target, name), packedPage(text, page, packed));
}
