import fc from 'fast-check';
import { it } from 'vitest';
import { s3Handler } from '../../src/s3/s3-handler.js';
import { fuzzRuns } from '../support/fuzz-runs.js';
import { runsTimeout } from '../support/runs.js';
import { s3Property } from './s3-property.js';
import { batchEnds, tally } from './tally.js';

it(
  's3Handler: no mutated event crashes it, gets an invalid reply, or has an object lost',
  runsTimeout,
  async () => {
    const { count, expectAll } = tally();
    await fc.assert(s3Property(s3Handler, count), fuzzRuns(7000, 's3-handler'));
    expectAll(batchEnds);
  },
);
