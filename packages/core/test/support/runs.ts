const { FC_RUNS, FC_SEED, FC_PATH } = process.env;
const wanted = Number(FC_RUNS) || undefined;

/** Whether a failure is played again, and nothing else. */
export const isReplay = FC_PATH !== undefined;

/**
 * How many runs a property has: `FC_RUNS`, or so few that it takes a few seconds. `FC_SEED` and
 * `FC_PATH`, as a failure prints them, play them again.
 */
export const runs = (byDefault: number): { numRuns: number; seed?: number; path?: string } => ({
  numRuns: wanted ?? byDefault,
  ...(FC_SEED && { seed: Number(FC_SEED) }),
  ...(FC_PATH && { path: FC_PATH }),
});

/** The timeout of a test that has that many runs, in milliseconds. */
export const runsTimeout = { timeout: wanted ? 24 * 3_600_000 : 120_000 };
