/** Counts what a property came across, so that a test can say that it came across everything. */
export function tally() {
  const counts = new Map<string, number>();
  return {
    count: (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1),
    /** All that was counted, by name. */
    names: (): string[] => [...counts.keys()].sort(),
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
