import { readFileSync, writeFileSync } from 'node:fs';
import { type Fact, limits, prices } from './aws.ts';
import { type Scale, scale } from './scale.ts';

const file = new URL('../../docs/scale.md', import.meta.url);
const part = /(?<=<!-- Computed by bench\/scale -->).*(?=<!-- The end of what is computed -->)/s;

/** The tables as docs/scale.md has them. */
export function readDocument(): string | undefined {
  return part.exec(readFileSync(file, 'utf8'))?.[0];
}

/** Writes the tables into docs/scale.md. */
export function writeDocument(tables: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(part, () => tables),
  );
}

/** Jobs a second, and how many of them an event has. */
export const rates = [scale(1, 1), scale(1000, 10), scale(100_000, 10)] as const;

/** All that is computed, as Markdown. */
export function toMarkdown(): string {
  return [
    '',
    '### What it needs',
    table('', needs),
    '### What it costs in 30 days, in dollars',
    table('', costs),
    '### Prices',
    facts(prices),
    '### Limits',
    facts(limits),
    '',
  ].join('\n\n');
}

type Line = readonly [name: string, value: (at: Scale) => string];

const needs: readonly Line[] = [
  ['messages in an event', ({ batchSize }) => whole(batchSize)],
  ['writes to the table, a second', ({ tableWrites }) => whole(tableWrites)],
  ['writes to the index, a second', ({ indexWrites }) => whole(indexWrites)],
  ['partitions of the table, at least', ({ tablePartitions }) => whole(tablePartitions)],
  ['partitions of the index, at least', ({ indexPartitions }) => whole(indexPartitions)],
  ['`indexShards`, at least (16 by default)', ({ indexShards }) => whole(indexShards)],
  ['invocations at once', ({ concurrency }) => whole(Math.ceil(concurrency))],
  ['messages in flight', ({ inFlight }) => whole(Math.ceil(inFlight))],
  ['queues, each with its mapping, at least', ({ mappings }) => whole(mappings)],
  ['minutes to get there from a quiet queue', ({ rampMinutes }) => rampMinutes.toFixed(1)],
];

const costs: readonly Line[] = [
  ['DynamoDB, writes on demand', ({ costs }) => dollars(costs.dynamodbWrites)],
  ['DynamoDB, rows kept 30 days', ({ costs }) => dollars(costs.dynamodbStorage)],
  ['SQS', ({ costs }) => dollars(costs.sqs)],
  ['Lambda', ({ costs }) => dollars(costs.lambda)],
  ['CloudWatch Logs', ({ costs }) => dollars(costs.logs)],
  ['**together**', ({ total }) => `**${dollars(total)}**`],
  ['for a million jobs', ({ perMillion }) => dollars(perMillion)],
  [
    'DynamoDB, writes on provisioned capacity instead',
    ({ provisionedWrites }) => dollars(provisionedWrites),
  ],
];

function table(corner: string, lines: readonly Line[]): string {
  const head = [corner, ...rates.map(({ jobsPerSecond }) => `${whole(jobsPerSecond)} jobs/s`)];
  return toTable([
    head,
    ['---', ...rates.map(() => '---:')],
    ...lines.map(([name, value]) => [name, ...rates.map(value)]),
  ]);
}

function facts(all: Readonly<Record<string, Fact>>): string {
  return toTable([
    ['', '', '', 'source'],
    ['---', '---:', '---', '---'],
    ...Object.values(all).map(({ what, value, unit, source }) => [
      ...[what, value < 1 ? `$${plain(value)}` : whole(value), unit],
      `[${source.replace(/^https:\/\/(docs\.)?aws\.amazon\.com\//, '')}](${source})`,
    ]),
  ]);
}

function toTable(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function dollars(value: number): string {
  return value < 100 ? value.toFixed(2) : whole(value);
}

function plain(value: number): string {
  return value.toFixed(12).replace(/0+$/, '');
}
