// Writes the pages into a package that is about to be packed, so that an installed version has the
// documentation of that version: `docs` of the repository, without links to what is not packed.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const link = /\[([^\]]+)\]\(((?!https?:)[^)#]+)(#[^)]*)?\)/g;
const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(process.cwd(), 'docs');

rmSync(target, { recursive: true, force: true });
mkdirSync(target);
for (const page of globSync('docs/*.md', { cwd: root })) {
  const text = readFileSync(join(root, page), 'utf8');
  writeFileSync(join(target, basename(page)), withoutOtherLinks(text));
}

/**
 * What is not among the pages stays as its text, but for the names of tests, which would mean nothing:
 * the last column of a table of rules, and links in parentheses.
 */
function withoutOtherLinks(text: string): string {
  return withoutTestColumns(text)
    .replace(/\s+\((?:\[[^\]]+\]\([^)]+\)(?:,\s|\sand\s)?)+\)/g, (links) =>
      keeps(links) ? links : '',
    )
    .replace(link, (whole, label, path) => (isPage(path) ? whole : label));
}

/** Whether one of these links leads to a text: a page, a heading of the same one, a README, or the web. */
function keeps(links: string): boolean {
  return (
    /\]\((?:https?:|#)/.test(links) ||
    [...links.matchAll(link)].some(([, , path = '']) => path.endsWith('.md'))
  );
}

function withoutTestColumns(text: string): string {
  return text.replace(/^\|.*\| (?:Test|Trap) \|\n(?:\|.*\n?)+/gm, (table) =>
    table.replace(/(?<!\\)\|(?:[^|\\\n]|\\.)*\|$/gm, '|'),
  );
}

function isPage(path: string): boolean {
  return dirname(normalize(path)) === '.' && existsSync(join(root, 'docs', path));
}
