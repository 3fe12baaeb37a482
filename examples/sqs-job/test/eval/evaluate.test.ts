import { createHistorian } from 'example-titanic/testing/historian';
import { useTitanic } from 'example-titanic/testing/use-titanic';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { evalCases } from '../../eval/cases.js';
import { evaluate } from '../../eval/evaluate.js';
import { handler } from '../../src/handler.js';
import { withoutWaiting } from '../support/call-context.js';

let historian = createHistorian();
useTitanic({ bedrock: (request) => historian.reply(request) });
beforeEach(() => {
  historian = createHistorian();
  vi.stubEnv('BEDROCK_MODEL_ID', 'historian-1:0');
});
afterEach(() => void vi.restoreAllMocks());

const [first] = evalCases();
if (!first) throw new Error('there are no cases');

it.each(evalCases())('ticket $ticket is analysed well', async (expected) => {
  expect(expected.passengers.length).toBeGreaterThan(0);
  expect(await evaluate(handler, expected)).toMatchObject({ answers: 1, problems: [] });
});

it('adds up what all answers have cost', async () => {
  const once = await evaluate(handler, first);
  historian.next('one-missing');
  const twice = await evaluate(handler, first);
  expect(twice).toMatchObject({ answers: 2, problems: [] });
  expect(twice.inputTokens).toBeGreaterThan(2 * once.inputTokens);
  expect(twice.outputTokens).toBeGreaterThan(once.outputTokens);
});

it('holds a lie against the model', async () => {
  historian = { ...historian, reply: () => lie(first.passengers) };
  const { problems } = await evaluate(handler, first);
  expect(problems).toContain('the summary says nothing like /\\b(8|eight)\\b/i');
  expect(problems).toContain(`passenger ${first.passengers[0]?.passenger_id}: not called by name`);
});

it('says why there is no analysis', async () => {
  historian.next('refusal');
  const failed = await evaluate(handler, first);
  expect(failed.problems).toEqual([expect.stringContaining('FAILED: refused')]);

  withoutWaiting();
  historian.next(...Array.from({ length: 8 }, () => 'ThrottlingException' as const));
  const putOff = await evaluate(handler, first);
  expect(putOff.problems).toEqual([expect.stringContaining('put off: ')]);
});

function lie(passengers: readonly { passenger_id: number }[]): object {
  return {
    summary: 'Nobody.',
    passengers: passengers.map(({ passenger_id }) => ({ passenger_id, remark: 'Whoever.' })),
  };
}
