import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (page: string) => readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');

/** The rows of the first table: its figure, and the page and heading that it is from. */
const rows = [
  ...read('performance.md').matchAll(/^\|.*\| ([\d.]+)[^|]*\| \[.*\]\((.*?)#(.*?)\) \|$/gm),
].map(([, figure = '', page = '', anchor = '']) => ({ figure, page, anchor }));

it('each headline of docs/performance.md is taken from a page', () => {
  const [table = ''] = /(?<=^\|---.*\n)(\|.*\n)+/m.exec(read('performance.md')) ?? [];
  expect(rows.length).toBe(table.trim().split('\n').length);
  expect(rows.length).toBeGreaterThan(6);
});

it.each(rows)('$figure stands in $page under $anchor', ({ figure, page, anchor }) => {
  const sections = read(page).split(/^##+ /m);
  const section = sections.find((text) => slug(text.split('\n')[0] ?? '') === anchor);
  expect(section?.match(/\d[\d,.]*\d|\d/g)).toContain(figure);
});

const slug = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');
