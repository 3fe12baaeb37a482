import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs, runsTimeout } from '../support/runs.js';
import { s3Property } from './s3-property.js';
import { batchEnds, tally } from './tally.js';

it(
  's3Handler: no mutated event crashes it, gets an invalid reply, or has an object lost',
  runsTimeout,
  async () => {
    const { count, names } = tally();
    await fc.assert(s3Property(count), runs(7000));
    expect(names()).toEqual(batchEnds);
  },
);
