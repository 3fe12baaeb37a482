import { parseArgs } from 'node:util';

const fuzz = { project: 'lwa-bridge', tests: 'test/fuzz/' };
const suites = {
  queue: { project: 'lwa-bridge-local', tests: 'test/queue-model/sqs-handler.test.ts' },
  events: fuzz,
  'sqs-handler': { ...fuzz, tests: 'test/fuzz/sqs-handler.test.ts' },
  's3-handler': { ...fuzz, tests: 'test/fuzz/s3-handler.test.ts' },
  'unwrap-sqs-s3': { ...fuzz, tests: 'test/fuzz/unwrap-sqs-s3.test.ts' },
};

/** What is to be run. */
export interface FuzzRun {
  readonly name: keyof typeof suites;
  readonly project: string;
  readonly tests: string;
  /** For the properties: how many runs, the seed, and the path to the smallest one that fails. */
  readonly env: { readonly FC_RUNS: string; readonly FC_SEED?: string; readonly FC_PATH?: string };
}

/** Reads the arguments of `npm run fuzz`. Throws where nothing can be run by them. */
export function readFuzzArguments(given: readonly string[]): FuzzRun {
  const { values, positionals } = parseArgs({
    args: withSeedInOne(given),
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '1000000' },
      // As a failure prints them.
      seed: { type: 'string' },
      path: { type: 'string' },
    },
  });
  const { runs, seed, path } = values;
  if (!(Number(runs) > 0)) throw new Error(`--runs is a number above 0, got ${runs}`);
  if (seed !== undefined && !Number.isInteger(Number(seed || Number.NaN))) {
    throw new Error(`--seed is a whole number, got ${seed}`);
  }
  const [name = 'queue'] = positionals;
  if (!isSuite(name)) throw new Error(`${name} is none of ${Object.keys(suites).join(', ')}`);
  const env = { FC_RUNS: runs, ...(seed && { FC_SEED: seed }), ...(path && { FC_PATH: path }) };
  return { name, ...suites[name], env };
}

// Every second seed is negative, and parseArgs would take it for an option.
function withSeedInOne(given: readonly string[]): string[] {
  const place = given.indexOf('--seed');
  const seed = given[place + 1];
  if (place < 0 || !seed?.startsWith('-')) return [...given];
  return given.toSpliced(place, 2, `--seed=${seed}`);
}

function isSuite(given: string): given is keyof typeof suites {
  return Object.hasOwn(suites, given);
}
