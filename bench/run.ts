// Runs the benchmarks and prints each figure as a ratio against its peer of the same run.
// `npm run bench` runs all, `npm run bench -- serve-events` one of them.
import { benchServeEvents } from './serve-events/bench.ts';
import { benchThroughAdapter } from './through-adapter/bench.ts';

const benches: Record<string, () => Promise<void>> = {
  'serve-events': benchServeEvents,
  'through-adapter': benchThroughAdapter,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length === 0 || chosen.includes(name)) await bench();
}
