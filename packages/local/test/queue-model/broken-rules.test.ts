import { sqsHandler } from 'lwa-bridge';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { brokenRules } from './rules/broken-rules.js';
import { plainScenario } from './simulation/plain-scenario.js';
import { simulate } from './simulation/simulate.js';
import { story } from './simulation/story.js';
import { useVirtualTimers } from './simulation/virtual-clock.js';

beforeAll(useVirtualTimers);
afterAll(() => void vi.useRealTimers());

it('breaks no rule where all is well', async () => {
  const simulation = await simulate(plainScenario('throw', 1), sqsHandler);
  expect(brokenRules(simulation)).toEqual([]);
  expect(story(simulation)).toMatch(/failed.*received.*failed.*m0 \(received 2 times\)/s);
});

it('sees a message that is in the dead-letter queue too soon', async () => {
  const simulation = await simulate(plainScenario('throw', 1), sqsHandler);
  const dead = new Map([['m0', 1]]);
  expect(brokenRules({ ...simulation, dead })).toEqual([
    ['everyMessageEnds', ['m0 is in the dead-letter queue after 1 receipts']],
  ]);
});

it('sees a message that is nowhere', async () => {
  const simulation = await simulate(plainScenario('throw', 1), sqsHandler);
  expect(brokenRules({ ...simulation, dead: new Map() })).toEqual([
    ['everyMessageEnds', ['m0 is gone, and was not deleted']],
  ]);
});

it('sees a handler that can never end', async () => {
  const handler = () => async () => new Promise<never>(() => {});
  const { history } = await simulate(plainScenario('succeed', 1), handler);
  expect(history.filter(({ type }) => type === 'decided')).toMatchObject([
    { at: 5000, outcome: 'timed-out' },
    { at: 35_000, outcome: 'timed-out' },
  ]);
});
