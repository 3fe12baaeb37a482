import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const docs = fileURLToPath(new URL('..', import.meta.url));

it('docs/README.md lists every page once', () => {
  const index = readFileSync(`${docs}README.md`, 'utf8');
  const listed = [...index.matchAll(/^- \[.*?\]\((.*?\.md)\): /gm)].map(([, page]) => page);
  const pages = globSync('*.md', { cwd: docs }).filter((page) => page !== 'README.md');
  expect(listed.toSorted()).toEqual(pages.toSorted());
});
