import { readFileSync } from 'node:fs';
import type { Passenger } from 'example-titanic/passenger';

/** A ticket, and what a good summary of its party says, whoever writes it. */
export interface EvalCase {
  readonly ticket: string;
  readonly says: RegExp;
  /** What the list gives no ground for. */
  readonly saysNot?: RegExp;
  readonly passengers: readonly Passenger[];
}

// As seen from here, and from dist.
const file = new URL('../eval/passengers.jsonl', import.meta.url);

/** The tickets to analyse: families with and without servants, colleagues, one man alone. */
export function evalCases(): EvalCase[] {
  const passengers = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Passenger => JSON.parse(line));
  return expectations.map((expectation) => ({
    ...expectation,
    passengers: passengers.filter(({ ticket }) => ticket === expectation.ticket),
  }));
}

const family = /famil|relati|parent|mother|father|child|son\b|daughter|sibling|couple|wife/i;
const marriage = /husband|wife|married|couple|mother|daughter/i;

const expectations = [
  // Eight men, none of them with relatives aboard.
  { ticket: '1601', says: /\b(8|eight)\b/i, saysNot: marriage },
  { ticket: 'A/5 21171', says: /\b(one|alone|single|only|sole|himself|man|braund)\b/i },
  // Parents and nine children; of four the list does not say what became of them.
  { ticket: 'CA. 2343', says: family },
  { ticket: 'LINE', says: /\b(4|four)\b/i, saysNot: marriage },
  // Parents and children with two others, who are no relatives.
  { ticket: 'PC 17608', says: family },
  { ticket: 'PC 17755', says: family },
];
