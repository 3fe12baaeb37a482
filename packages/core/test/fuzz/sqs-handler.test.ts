import fc from 'fast-check';
import { it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { fuzzRuns } from '../support/fuzz-runs.js';
import { runsTimeout } from '../support/runs.js';
import { sqsProperty } from './sqs-property.js';
import { batchEnds, tally } from './tally.js';

it(
  'sqsHandler: no mutated event crashes it, gets an invalid reply, or has a message lost',
  runsTimeout,
  async () => {
    const { count, expectAll } = tally();
    await fc.assert(sqsProperty(sqsHandler, count), fuzzRuns(7000, 'sqs-handler'));
    expectAll(batchEnds);
  },
);
