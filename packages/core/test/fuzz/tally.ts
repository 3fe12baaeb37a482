import { expect } from 'vitest';
import { isReplay } from '../support/runs.js';

/** Counts what a property came across, so that a test can say that it came across everything. */
export function tally() {
  const counts = new Map<string, number>();
  return {
    count: (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1),
    /** Holds that these were counted, and no others. One failure that is played again comes to one of them. */
    expectAll(names: readonly string[]): void {
      if (!isReplay) expect([...counts.keys()].sort()).toEqual(names);
    },
  };
}

/** How a batch can end. */
export const batchEnds = [
  'ERR_BATCH_FAILED',
  'ERR_UNIDENTIFIED_FAILURE',
  'all acknowledged',
  'refused',
  'some reported',
];
