import { expect, it } from 'vitest';
import { checkHistory } from '../src/check/check-history.ts';
import { runChaos } from '../src/run-chaos.ts';

// A small one; `npm run chaos -- --jobs 2000` is a larger one.

it('50 jobs are done once each, whatever befalls their workers', { timeout: 300_000 }, async () => {
  const seed = 6;
  const { history } = await runChaos({
    jobs: 50,
    workers: 2,
    seed,
    leaseMs: 1500,
    calmMs: 3000,
    calmWrites: 8,
  });
  expect(checkHistory(history).violations, `seed ${seed}`).toEqual([]);
  expect(history.jobs).toHaveLength(50);
  // Not a quiet run.
  expect(history.runs.length).toBeGreaterThan(50);
  expect(history.brokenRequests.length).toBeGreaterThan(0);
});

it('writes without their conditions are found', { timeout: 300_000 }, async () => {
  const options = {
    jobs: 30,
    workers: 2,
    seed: 3,
    leaseMs: 1000,
    calmMs: 2000,
    patienceMs: 20_000,
  };
  const { history } = await runChaos({ ...options, unconditional: true });
  const found = checkHistory(history).violations.filter((text) => !/is stuck/.test(text));
  expect(found).not.toEqual([]);
});
