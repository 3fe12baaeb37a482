import { expect, it } from 'vitest';
import { canClaim, canPut, canRetry } from '../../src/jobs/store/conditions.js';

const now = 0;
const claim = { id: '1', token: 'mine', leaseUntil: 1, maxAttempts: 3, now };
const job = { id: '1', type: 'a', input: '1', notBefore: undefined, now };

// The parser of dynalite takes twice as long and more for each pair: with four of them a claim took
// a tenth of a second.
it.each([
  ['claim', canClaim(claim), 1],
  ['put', canPut(job), 2],
  ['retry', canRetry({ id: '1', token: 'mine', now }), 1],
])('%s has hardly any pairs of parentheses in each other', (_name, { expression }, depth) => {
  let left = expression.replace(/attribute_(not_)?exists\(#\w+\)/g, 'exists');
  for (let pair = 0; pair < depth; pair++) left = left.replace(/\([^()]*\)/g, 'inner');
  expect(left).not.toMatch(/[()]/);
});

it('what is joined by OR stays together beside AND', () => {
  expect(canPut(job).expression).toBe(
    '(attribute_not_exists(#job_id) OR (#status = :COMPLETED OR #status = :FAILED) AND #expires_at <= :nowSeconds)',
  );
});
