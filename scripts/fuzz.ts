// Plays random scenarios of queue, event source mapping and function through the batch handler, and
// holds them against the rules: npm run fuzz -- --runs 1000000 --seed 7
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    // As a failure prints them: the seed of its run, and the way to the smallest scenario that fails.
    seed: { type: 'string' },
    path: { type: 'string' },
  },
});
if (!(Number(values.runs) > 0)) throw new Error(`--runs is a number above 0, got ${values.runs}`);

const started = performance.now();
const { status, error } = spawnSync(
  'vitest',
  [
    ...['run', '--project', 'lwa-bridge-local', '--retry=0', '--reporter=default'],
    ...['--reporter=json', '--outputFile.json=.vitest/fuzz.json'],
    'test/queue-model/sqs-handler.test.ts',
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
console.log(`${values.runs} scenarios in ${minutes} minutes`);
process.exit(status ?? 1);
