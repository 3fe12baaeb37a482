import { expect, test } from 'vitest';
import { rates, readDocument, toMarkdown, writeDocument } from './document.ts';
import { scale } from './scale.ts';

test('docs/scale.md has what is computed; else run `npm run scale`', () => {
  if (process.env.WRITE_SCALE) writeDocument(toMarkdown());
  expect(readDocument()).toBe(toMarkdown());
});

test('the costs are those that one reckons by hand', () => {
  // 2.592 million jobs: 7 write units each, a KB each; an event, a send, a receive and a delete each.
  const { costs, total } = scale(1, 1);
  expect(costs.dynamodbWrites).toBeCloseTo(2.592 * 7 * 0.625, 6);
  expect(costs.dynamodbStorage).toBeCloseTo(2.592 * 0.25, 6);
  expect(costs.sqs).toBeCloseTo((3 * 2.592 + 0.648) * 0.4, 6);
  expect(costs.lambda).toBeCloseTo(2.592 * 0.2 + 2.592e6 * 0.11 * 0.25 * 0.0000133334, 6);
  expect(costs.logs).toBeCloseTo(2.592 * 0.5, 6);
  expect(total).toBeCloseTo(
    Object.values(costs).reduce((a, b) => a + b),
    6,
  );
});

test('no limit is passed in silence', () => {
  const [one, thousand, hundredThousand] = rates;
  expect(one).toMatchObject({ tableWrites: 3, indexWrites: 4, mappings: 1, indexShards: 1 });
  expect(thousand).toMatchObject({ tableWrites: 3000, indexWrites: 4000, concurrency: 110 });
  expect(hundredThousand).toMatchObject({ mappings: 9, inFlight: 110_000, indexShards: 200 });
});
