import { join } from 'node:path';
import type { Paint } from '../../paint.js';
import type { Diagnosis } from '../check-template.js';
import type { Finding, NotKnown } from '../finding.js';
import type { Place } from '../template/value.js';

interface Look {
  readonly paint: Paint;
  /** The folder of the pages, as the person can open it. */
  readonly docs: string;
}

/** The diagnosis for a person. */
export function reportText(diagnosis: Diagnosis, look: Look): string {
  const { checked, functions, findings, notKnown, skipped } = diagnosis;
  const blocks = [
    ...findings.map((finding) => findingText(finding, look)),
    ...list('Not known, so not checked', notKnown.map(notKnownText)),
    ...list(
      'Not checked, because it is not behind the adapter',
      skipped.map(({ id, at, because }) => `${id} (${placeText(at)}): ${because}`),
    ),
    `${checked}: ${summary(findings)} in ${count(functions.length, 'function')}${functions.length > 0 ? ` (${functions.join(', ')})` : ''}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function findingText(finding: Finding, { paint, docs }: Look): string {
  const { rule, severity, resource, property, at, why, write, docs: page } = finding;
  const colour = severity === 'error' ? 'red' : 'yellow';
  return [
    `${paint(colour, severity)} ${paint('bold', rule)} ${resource}, ${property} (${placeText(at)})`,
    `  ${capital(why)}.`,
    ...write.split('\n').map((line) => paint('green', `    ${line}`)),
    paint('dim', `  ${join(docs, page)}`),
  ].join('\n');
}

function notKnownText({ resource, property, at, notKnown }: NotKnown): string {
  return `${resource}, ${property} (${placeText(at)}): ${notKnown}`;
}

function list(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [[`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n')];
}

function summary(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'nothing found';
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`;
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

function placeText({ file, line }: Place): string {
  return line === 0 ? file : `${file}:${line}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
