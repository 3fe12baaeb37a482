const wanted = Number(process.env.FC_RUNS) || undefined;

/** How many runs a property has: `FC_RUNS`, or so few that it takes a second. */
export const runs = (byDefault: number): { numRuns: number } => ({ numRuns: wanted ?? byDefault });

/** The timeout of a test that has that many runs, in milliseconds. */
export const runsTimeout = { timeout: wanted ? 24 * 3_600_000 : 30_000 };
