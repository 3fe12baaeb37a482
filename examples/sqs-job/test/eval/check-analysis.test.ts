import type { Analysis } from 'example-titanic/analysis';
import { describeParty } from 'example-titanic/testing/describe-party';
import { passenger } from 'example-titanic/testing/passenger';
import { describe, expect, it } from 'vitest';
import { type EvalCase, evalCases } from '../../eval/cases.js';
import { checkAnalysis } from '../../eval/check-analysis.js';

const passengers = [
  passenger({ ticket: 'T', passenger_id: 1, name: 'Ó Briain, Mr. Timothy', survived: true }),
  passenger({ ticket: 'T', passenger_id: 2, name: 'Doe, Mrs. J', survived: false }),
  passenger({ ticket: 'T', passenger_id: 3, name: 'Lam, Mr. Ali' }),
];
const expected: EvalCase = { ticket: 'T', says: /passengers/, saysNot: /friends/, passengers };
const good = describeParty(passengers);

it('has nothing to say of a good analysis', () => {
  expect(checkAnalysis(good, expected)).toEqual([]);
});

describe('a summary', () => {
  it.each([
    ['Three of them.', 'the summary says nothing like /passengers/'],
    ['3 passengers, friends.', 'the summary says /friends/'],
    [`passengers ${'x'.repeat(500)}`, 'the summary is too long'],
  ])('%s', (summary, problem) => {
    expect(checkAnalysis({ ...good, summary }, expected)).toEqual([problem]);
  });
});

it.each(evalCases())('a summary that could be of anybody is none of $ticket', (expected) => {
  const summary = 'It was a voyage that ended in the Atlantic.';
  const problem = `the summary says nothing like ${expected.says}`;
  const analysis = { ...describeParty(expected.passengers), summary };
  expect(checkAnalysis(analysis, expected)).toEqual([problem]);
});

describe('a remark', () => {
  it.each([
    [1, 'He survived.', 'not called by name'],
    [1, 'Mr. Timothy died.', 'survived is true: not told'],
    [1, 'Timothy did not survive.', 'survived is true: not told'],
    [2, 'Mrs. Doe lived.', 'survived is false: not told'],
    [3, 'Mr. Lam died.', 'survived is null: not told'],
    [3, `Ali Lam: not known.${'!'.repeat(300)}`, 'the remark is too long'],
  ])('of passenger %i: %s', (passenger_id, remark, problem) => {
    expect(checkAnalysis(withRemark(passenger_id, remark), expected)).toEqual([
      `passenger ${passenger_id}: ${problem}`,
    ]);
  });

  it.each([
    [1, 'Timothy was saved.'],
    [2, 'Mrs. Doe did not survive.'],
    [3, 'What became of Ali Lam is not recorded.'],
  ])('of passenger %i may say it in its own words: %s', (passenger_id, remark) => {
    expect(checkAnalysis(withRemark(passenger_id, remark), expected)).toEqual([]);
  });
});

function withRemark(passenger_id: number, remark: string): Analysis {
  const others = good.passengers.filter((one) => one.passenger_id !== passenger_id);
  return { ...good, passengers: [...others, { passenger_id, remark }] };
}
