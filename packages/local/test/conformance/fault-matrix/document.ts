import { readFileSync, writeFileSync } from 'node:fs';
import { faults } from './faults.js';
import { badRequests } from './requests.js';
import type { Matrix } from './run-matrix.js';
import { allSettings } from './settings.js';

const file = new URL('../../../../../docs/fail-closed.md', import.meta.url);
const [begin, end] = [
  '<!-- The fault matrix, written by `npm run fault-matrix` -->',
  '<!-- The end of the fault matrix -->',
];

/** The matrix as docs/fail-closed.md has it. */
export function readDocument(): string {
  return split().matrix;
}

/** Writes the matrix into docs/fail-closed.md. */
export function writeDocument(matrix: string): void {
  const { before, after } = split();
  writeFileSync(file, `${before}${begin}${matrix}${end}${after}`);
}

/** The matrix as Markdown: what the event server's handler does, and what comes straight to the server. */
export function toMarkdown(matrix: Matrix): string {
  return [
    '',
    table('The handler, or the event', faults, matrix),
    table('The request', badRequests, matrix),
    '',
  ].join('\n\n');
}

function table(title: string, rows: readonly { name: string }[], matrix: Matrix): string {
  const cells = rows.map(({ name }) => [
    name,
    ...allSettings.map((settings) => matrix.get(settings.name)?.get(name)?.seen ?? ''),
  ]);
  const head = [title, ...allSettings.map(({ name }) => name)];
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function split(): { before: string; matrix: string; after: string } {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(begin);
  const [matrix, after] = rest?.split(end) ?? [];
  if (before === undefined || matrix === undefined || after === undefined) {
    throw new Error(`${file.pathname} has no part between '${begin}' and '${end}'`);
  }
  return { before, matrix, after };
}
