// Runs the benchmarks and prints each figure as a ratio against its peer of the same run.
// `npm run bench` runs all, `npm run bench -- sqs` one of them: a benchmark is a folder with a file
// `bench.ts` that exports one function.
import { existsSync, readdirSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const benches = readdirSync(here).filter((name) => existsSync(new URL(`${name}/bench.ts`, here)));

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are: ${benches.join(', ')}`);
  process.exit(2);
}
for (const name of chosen.length > 0 ? chosen : benches) {
  const exported: Record<string, () => Promise<void>> = await import(`./${name}/bench.ts`);
  for (const bench of Object.values(exported)) await bench();
}
