import { readFileSync, writeFileSync } from 'node:fs';
import type { Seen } from './line.ts';
import { tables } from './lines/lines.ts';
import { type Comparison, contenders } from './run-comparison.ts';

const file = new URL('../../docs/sqs-comparison.md', import.meta.url);
const part =
  /(?<=<!-- The comparison, written by `npm run comparison` -->).*(?=<!-- The end of the comparison -->)/s;

/** The comparison as docs/sqs-comparison.md has it. */
export function readDocument(): string | undefined {
  return part.exec(readFileSync(file, 'utf8'))?.[0];
}

/** Writes the comparison into docs/sqs-comparison.md. */
export function writeDocument(comparison: string): void {
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(part, () => comparison),
  );
}

/** The versions that were tried, and what was seen, as Markdown. */
export function toMarkdown(comparison: Comparison): string {
  const versions = contenders.map(({ packages }) => `\`${packages.join('`, `')}\``);
  const lines = Object.entries(tables).map(([title, rows]) => {
    const cells = rows.map(({ title: row, want }) => [
      row,
      want,
      ...contenders.map(({ name }) => toCell(comparison.get(row)?.get(name))),
    ]);
    return `### ${title}\n\n${toTable(['', 'wanted', ...contenders.map(({ name }) => name)], cells)}`;
  });
  const tried = `Tried: ${versions.join('; ')}.`;
  return ['', tried, ...lines, `### In sum\n\n${inSum(comparison)}`, ''].join('\n\n');
}

function inSum(comparison: Comparison): string {
  const counts = contenders.map(({ name }) => {
    const cells = [...comparison.values()].flatMap((line) => line.get(name) ?? []);
    return `${cells.filter(({ good }) => good).length} of ${cells.length}`;
  });
  return toTable(['', ...contenders.map(({ name }) => name)], [['lines as wanted', ...counts]]);
}

function toCell(seen: Seen | null | undefined): string {
  return seen ? `${seen.good ? '✓' : '✗'} ${seen.text}` : '–';
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
