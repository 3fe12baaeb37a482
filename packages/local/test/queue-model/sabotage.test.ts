import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RuleName, rules } from './rules/broken-rules.js';
import { sabotages } from './sabotage.js';
import { anyScenario } from './simulation/any-scenario.js';
import { simulate } from './simulation/simulate.js';
import { useVirtualTimers } from './simulation/virtual-clock.js';

beforeAll(useVirtualTimers);
afterAll(() => void vi.useRealTimers());

// Where no handler at fault breaks a rule, the rule could not be broken at all. This one holds of the
// queue, whatever the handler does; broken-rules.test.ts breaks it.
const ofTheQueue: RuleName[] = ['everyMessageEnds'];
const ofTheHandler = (Object.keys(rules) as RuleName[]).filter(
  (rule) => !ofTheQueue.includes(rule),
);

describe.each(ofTheHandler)('%s refuses', (rule) => {
  const faults = Object.entries(sabotages).filter(([, { breaks }]) => breaks === rule);
  it.each(faults)('a handler that %s', async (_fault, { createHandler }) => {
    let breaches: string[] = [];
    const isKept = fc.asyncProperty(anyScenario, async (scenario) => {
      breaches = rules[rule](await simulate(scenario, createHandler));
      return breaches.length === 0;
    });
    await fc.check(isKept, { numRuns: 3000, seed: 1, endOnFailure: true });
    expect(breaches).not.toEqual([]);
  });
});
