import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { runs, runsTimeout } from '../support/runs.js';
import { sqsProperty } from './sqs-property.js';
import { batchEnds, tally } from './tally.js';

it(
  'sqsHandler: no mutated event crashes it, gets an invalid reply, or has a message lost',
  runsTimeout,
  async () => {
    const { count, names } = tally();
    await fc.assert(sqsProperty(sqsHandler, count), runs(7000));
    expect(names()).toEqual(batchEnds);
  },
);
