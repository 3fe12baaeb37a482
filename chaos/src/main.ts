// Random trouble for real workers: `npm run chaos -- --jobs 2000 --workers 4 --seed 7`. Ends with 1,
// and the command that repeats it, when anything was lost, done twice, or cannot be explained.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkHistory } from './check/check-history.ts';
import { figures } from './figures.ts';
import { runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '2000' },
    workers: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const { jobs, workers, seed } = values;
const command = `npm run chaos -- --jobs ${jobs} --workers ${workers} --seed ${seed}`;
console.log(command);

let told = 0;
const result = await runChaos({
  jobs: Number(jobs),
  workers: Number(workers),
  seed: Number(seed),
  onProgress(ended) {
    if (Date.now() - told < 15_000) return;
    told = Date.now();
    console.log(`${ended} of ${jobs} jobs have ended`);
  },
});
const { violations, explained } = checkHistory(result.history);
for (const [name, figure] of figures(result, explained))
  console.log(`${name.padEnd(44)} ${figure}`);

if (violations.length > 0) {
  const file = join(tmpdir(), `chaos-${seed}.json`);
  writeFileSync(file, JSON.stringify(result.history));
  for (const violation of violations.slice(0, 20)) console.error(`WRONG: ${violation}`);
  console.error(`${violations.length} things are wrong. The whole history: ${file}`);
  console.error(`Once more: ${command}`);
  process.exitCode = 1;
}
