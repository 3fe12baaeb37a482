import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { lambdas } from '../lambdas.js';
import { useLambda } from '../use-lambda.js';
import { answerCases } from './answers.cases.js';

const file = 'lambda-service/fixtures/reply-as-told.mjs';

describe.each(lambdas)('$name', (lambda) => {
  const told = useLambda(lambda, { file });

  describe.each(Object.entries(answerCases))('%s', (_what, cases) => {
    test.for(cases)('$name', async ({ told: event, reply }) => {
      expect(await told().invoke(event)).toStrictEqual(reply);
    });
  });

  test('the largest reply is taken', async () => {
    expect(await told().invoke({ size: 6_291_556 })).toHaveLength(6_291_554);
  });

  test.for([6_291_557, 7_000_000])('%i bytes are too many', async (size) => {
    await expect(told().invoke({ size })).rejects.toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size (${size} bytes) exceeded maximum allowed payload size (6291556 bytes).`,
    });
  });
});

// Both, or there is nothing to compare.
if (lambdas.length > 1) {
  test('random numbers are read alike', async () => {
    const sources = Array.from({ length: 20_000 }, randomNumber);
    const replies = await Promise.all(
      lambdas.map(async (lambda) => {
        await using told = await lambda.start({ file });
        return (await told.invoke({ body: `[${sources}]` })) as number[];
      }),
    );
    const [standIn = [], real = []] = replies;
    expect(sources.filter((_, n) => !Object.is(standIn[n], real[n]))).toEqual([]);
  });
}

// With any number of digits, in any of the forms that JSON has.
function randomNumber(): string {
  const digits = (length: number) => Array.from({ length }, () => randomInt(10)).join('');
  const whole = randomInt(2) ? '0' : `${randomInt(1, 10)}${digits(randomInt(22))}`;
  const fraction = randomInt(3) ? `.${digits(randomInt(1, 25))}` : '';
  const exponent = randomInt(2) ? `e${randomInt(-340, 280)}` : '';
  return `${randomInt(2) ? '-' : ''}${whole}${fraction}${exponent}`;
}
