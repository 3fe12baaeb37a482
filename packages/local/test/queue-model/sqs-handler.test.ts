import fc from 'fast-check';
import { sqsHandler } from 'lwa-bridge';
import { afterAll, beforeAll, it, vi } from 'vitest';
import { fuzzRuns } from '../../../core/test/support/fuzz-runs.js';
import { runsTimeout } from '../../../core/test/support/runs.js';
import { brokenRules } from './rules/broken-rules.js';
import { anyScenario } from './simulation/any-scenario.js';
import { simulate } from './simulation/simulate.js';
import { story } from './simulation/story.js';
import { useVirtualTimers } from './simulation/virtual-clock.js';

beforeAll(useVirtualTimers);
afterAll(() => void vi.useRealTimers());

// What was found once counts, also where another try finds nothing.
it('keeps every rule, whatever happens to its batches', { ...runsTimeout, retry: 0 }, async () => {
  let played = 0;
  const isKept = fc.asyncProperty(anyScenario, async (scenario) => {
    const simulation = await simulate(scenario, sqsHandler);
    const broken = brokenRules(simulation);
    if (broken.length > 0) {
      const rules = broken.map(([rule, breaches]) => `${rule}: ${breaches.join('; ')}`);
      throw new Error([...rules, story(simulation)].join('\n'));
    }
    played += 1;
    if (played % 10_000 === 0) console.log(`${played} scenarios`);
  });
  await fc.assert(isKept, fuzzRuns(1000, 'queue'));
});
