const wanted = Number(process.env.FC_RUNS) || undefined;
const seed = Number(process.env.FC_SEED) || undefined;
const path = process.env.FC_PATH;

/**
 * How many runs a property has: `FC_RUNS`, or so few that it takes a few seconds. `FC_SEED` and
 * `FC_PATH`, as a failure prints them, play them again.
 */
export const runs = (byDefault: number): { numRuns: number; seed?: number; path?: string } => ({
  numRuns: wanted ?? byDefault,
  ...(seed !== undefined && { seed }),
  ...(path && { path }),
});

/** The timeout of a test that has that many runs, in milliseconds. */
export const runsTimeout = { timeout: wanted ? 24 * 3_600_000 : 120_000 };
