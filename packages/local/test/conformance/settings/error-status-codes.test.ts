import { describe, expect, test } from 'vitest';
import { lambdas } from '../lambdas.js';
import { observe, wayOf } from '../observe.js';

const statuses = [200, 400, 499, 500, 501, 502, 503, 504, 599];

const lists = [
  { codes: '500-599', failing: [500, 501, 502, 503, 504, 599] },
  { codes: '400-499', failing: [400, 499] },
  { codes: '500,502-504', failing: [500, 502, 503, 504] },
  { codes: '500,abc', failing: [500] },
  { codes: '500,,502', failing: [500, 502] },
  { codes: ' 500 , 502-503 ', failing: [500, 502, 503] },
  { codes: '+500-+502', failing: [500, 501, 502] },
  { codes: '0500', failing: [500] },
  { codes: '200-299', failing: [200] },
  ...['', 'abc', '-', '500-', '-500', '500 - 502', '500-502-504', '599-500'].map(nothing),
  ...['500;502', '500.0', '65536', '99999-100000', '５００'].map(nothing),
];

function nothing(codes: string): { codes: string; failing: number[] } {
  return { codes, failing: [] };
}

describe.each(lambdas)('$name', (lambda) => {
  test.for(lists)("'$codes' makes function errors of $failing", async ({ codes, failing }) => {
    await using told = await lambda.start({
      file: 'lambda-service/fixtures/reply-as-told.mjs',
      env: { AWS_LWA_ERROR_STATUS_CODES: codes },
    });
    for (const status of statuses) {
      const seen = await observe(told.invoke({ status, body: '"the body"' }));
      expect(wayOf(seen), `${status}`).toBe(failing.includes(status) ? `${status}` : 'reply');
    }
  });
});
