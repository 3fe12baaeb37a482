// Random runs, as many as one likes, by name:
// - queue: plays scenarios of queue, event source mapping and function through the batch handler, and
//   holds them against the rules: npm run fuzz -- --runs 1000000 --seed 7
// - events: gives mutated events to sqsHandler, s3Handler and unwrapSqsS3, so many to each:
//   npm run fuzz -- events --runs 1000000 --seed 7; to one of them: sqs-handler, s3-handler, unwrap-sqs-s3
import { spawnSync } from 'node:child_process';
import { readFuzzArguments } from './read-fuzz-arguments.ts';

const { name, project, tests, env } = readFuzzArguments(process.argv.slice(2));

const started = performance.now();
const { status, error } = spawnSync(
  'vitest',
  [
    ...['run', '--project', project, '--retry=0', '--reporter=default'],
    ...['--reporter=json', `--outputFile.json=.vitest/fuzz-${name}.json`],
    tests,
  ],
  { stdio: 'inherit', env: { ...process.env, ...env } },
);
if (error) throw error;
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(`${name}: ${env.FC_RUNS} runs in ${minutes} minutes`);
process.exit(status ?? 1);
