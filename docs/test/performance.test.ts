import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (page: string) => readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');

/** The rows of the first table: its figure, and the page and heading that it is from. */
const rows = [
  ...read('performance.md').matchAll(/^\|.*\| ([\d.]+)[^|]*\| \[.*\]\((.*?)#(.*?)\) \|$/gm),
].map(([, figure = '', page = '', anchor = '']) => ({ figure, page, anchor }));

it('the headlines of docs/performance.md are taken from pages', () => {
  expect(rows.length).toBeGreaterThan(6);
});

it.each(rows)('$figure stands in $page under $anchor', ({ figure, page, anchor }) => {
  const sections = read(page).split(/^##+ /m);
  const section = sections.find((text) => slug(text.split('\n')[0] ?? '') === anchor);
  expect(section?.match(/\d[\d,.]*\d|\d/g)).toContain(figure);
});

const slug = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');
