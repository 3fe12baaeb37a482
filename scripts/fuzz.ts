// Random runs, as many as one likes, by name:
// - queue: plays scenarios of queue, event source mapping and function through the batch handler, and
//   holds them against the rules: npm run fuzz -- --runs 1000000 --seed 7
// - events: gives mutated events to sqsHandler, s3Handler and unwrapSqsS3, so many to each:
//   npm run fuzz -- events --runs 1000000 --seed 7
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const suites = {
  queue: { project: 'lwa-bridge-local', tests: 'test/queue-model/sqs-handler.test.ts' },
  events: { project: 'lwa-bridge', tests: 'test/fuzz/' },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '1000000' },
    // As a failure prints them: the seed of its run, and the way to the smallest scenario that fails.
    seed: { type: 'string' },
    path: { type: 'string' },
  },
});
if (!(Number(values.runs) > 0)) throw new Error(`--runs is a number above 0, got ${values.runs}`);
const [name = 'queue'] = positionals;
if (!isSuite(name)) throw new Error(`${name} is none of ${Object.keys(suites).join(', ')}`);
const { project, tests } = suites[name];

const started = performance.now();
const { status, error } = spawnSync(
  'vitest',
  [
    ...['run', '--project', project, '--retry=0', '--reporter=default'],
    ...['--reporter=json', `--outputFile.json=.vitest/fuzz-${name}.json`],
    tests,
  ],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      FC_RUNS: values.runs,
      ...(values.seed && { FC_SEED: values.seed }),
      ...(values.path && { FC_PATH: values.path }),
    },
  },
);
if (error) throw error;
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(`${name}: ${values.runs} runs in ${minutes} minutes`);
process.exit(status ?? 1);

function isSuite(given: string): given is keyof typeof suites {
  return Object.hasOwn(suites, given);
}
