import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDocument, toMarkdown, writeDocument } from './document.ts';
import { tables } from './lines/lines.ts';
import { type Comparison, contenders, runComparison } from './run-comparison.ts';
import { type Sqs, startSqs } from './sqs.ts';

let sqs: Sqs;
let comparison: Comparison;
beforeAll(async () => {
  sqs = await startSqs();
  comparison = await runComparison(sqs);
  if (process.env.WRITE_COMPARISON) writeDocument(toMarkdown(comparison));
}, 180_000);
afterAll(() => sqs.close());

describe.each(Object.entries(tables))('%s', (_, lines) => {
  test.for(lines)('lwa-bridge: $title', ({ title }) => {
    expect(comparison.get(title)?.get('lwa-bridge')).toMatchObject({ good: true });
  });

  test('every library was tried on every line', () => {
    for (const { title, onlyOnLambda } of lines) {
      const tried = contenders.filter(({ name }) => comparison.get(title)?.get(name));
      expect(tried.length, title).toBe(onlyOnLambda ? contenders.length - 1 : contenders.length);
    }
  });
});

test('docs/sqs-comparison.md shows what was seen; else run `npm run comparison`', () => {
  expect(readDocument()).toBe(toMarkdown(comparison));
});
