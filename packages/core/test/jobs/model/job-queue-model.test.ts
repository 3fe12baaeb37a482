import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobStore } from '../../../src/jobs/index.js';
import { runs, runsTimeout } from '../../support/runs.js';
import { newModel } from './command.js';
import { anyCommand } from './commands.js';
import { mutants } from './mutants.js';
import { startWorld } from './world.js';

// Random interleavings of what producers, workers, operators, the queue, the database and the clock
// do: the queue and its worker give the answers of the model, and their rows are those of the model.

function legalHistories(seen: Set<string>, mutate?: (store: JobStore) => JobStore) {
  const commands = fc.commands([...anyCommand], { maxCommands: 80, size: 'max' });
  return fc.asyncProperty(commands, (some) =>
    fc.asyncModelRun(() => {
      const world = startWorld(mutate);
      return { model: newModel(seen), real: world };
    }, some),
  );
}

it('every history is one that the model allows', runsTimeout, async () => {
  const seen = new Set<string>();
  // So many that the rarest of what follows, a message that outlives its job, happens about ten times.
  await fc.assert(legalHistories(seen), runs(2500));
  // Not a vacuous run: all that may happen did.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'absent -> PENDING',
      'PENDING -> PROCESSING',
      'PENDING -> FAILED',
      'PROCESSING -> PENDING',
      'PROCESSING -> COMPLETED',
      'PROCESSING -> FAILED',
      'FAILED -> PENDING',
      'COMPLETED -> absent',
      'delivered: claimed, PENDING',
      'delivered: claimed, PROCESSING',
      'delivered: deferred',
      'delivered: acknowledged',
      'delivered: ERR_JOB_STORE',
      'delivered: ERR_JOB_NOT_FOUND',
      'swept',
      'finished: acknowledged',
      'finished: retried',
      'finished: ERR_LEASE_LOST',
      'finished: ERR_JOB_STORE',
    ]),
  );
});

describe('the model finds', () => {
  it.each(Object.entries(mutants))('%s', runsTimeout, async (_name, mutate) => {
    const details = await fc.check(legalHistories(new Set(), mutate), {
      numRuns: 500,
      endOnFailure: true,
    });
    expect(details.failed).toBe(true);
  });
});
