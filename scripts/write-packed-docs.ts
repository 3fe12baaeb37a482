// Writes the pages into a package that is about to be packed, so that an installed version has the
// documentation of that version: `docs` of the repository, without links to what is not packed.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(process.cwd(), 'docs');

rmSync(target, { recursive: true, force: true });
mkdirSync(target);
for (const page of globSync('docs/*.md', { cwd: root })) {
  const text = readFileSync(join(root, page), 'utf8');
  writeFileSync(join(target, basename(page)), withoutOtherLinks(text));
}

/** What is not among the pages stays as its text. */
function withoutOtherLinks(text: string): string {
  return text.replace(/\[([^\]]+)\]\(((?!https?:)[^)#]+)(#[^)]*)?\)/g, (link, label, path) =>
    isPage(path) ? link : label,
  );
}

function isPage(path: string): boolean {
  return dirname(normalize(path)) === '.' && existsSync(join(root, 'docs', path));
}
