// Sends events of mixed sizes and faults through the real adapter for a given time, and freezes the
// sandbox in between: `npm run soak -- --minutes 10 --seed 7`. Ends with 1 when an event was lost,
// an answer was wrong, or the handler's process grew.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startSandbox } from 'lwa-bridge-local';
import { chooser } from './chooser.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' } },
});
const until = Date.now() + Number(values.minutes) * 60_000;
const { pick, upTo } = chooser(Number(values.seed));

const sandbox = await startSandbox({
  command: process.execPath,
  args: ['--expose-gc', fileURLToPath(new URL('handler.mjs', import.meta.url))],
  env: { AWS_LWA_ERROR_STATUS_CODES: '500-599', AWS_LAMBDA_LOG_LEVEL: 'FATAL' },
});

interface Report {
  id: number;
  heapMb: number;
  handles: number;
}

const reports: Report[] = [];
const counts = { events: 0, failures: 0, freezes: 0 };
const wrong: string[] = [];

for (let id = 1; Date.now() < until && wrong.length === 0; id++) {
  if (id % 500 === 0) reports.push((await sandbox.invoke({ id, do: 'report' })) as Report);
  else if (id % 997 === 0) await freeze();
  else await sendOne(id);
}
await sandbox.close();

const growth = grown(reports);
console.log(JSON.stringify({ ...counts, ...growth, seed: values.seed, wrong }));
if (wrong.length > 0 || growth.heap > 1.2 || growth.handles > 0) process.exitCode = 1;

async function sendOne(id: number): Promise<void> {
  counts.events += 1;
  const behaviour = pick(['echo', 'echo', 'echo', 'slow', 'large', 'throw', 'cycle', 'deep']);
  const fails = ['throw', 'cycle', 'deep'].includes(behaviour);
  const event = {
    id,
    do: behaviour,
    ms: upTo(20),
    bytes: upTo(300_000),
    pad: 'é'.repeat(upTo(50_000)),
  };
  const outcome = await sandbox.invoke(event).then(
    (reply) => ({ id: (reply as { id?: number } | null)?.id }),
    () => ({ failed: true }),
  );
  if ('failed' in outcome) counts.failures += 1;
  const right = fails ? 'failed' in outcome : 'id' in outcome && outcome.id === id;
  if (!right) wrong.push(`event ${id} (${behaviour}): ${JSON.stringify(outcome)}`);
}

// Longer than the adapter keeps an idle connection, now and then.
async function freeze(): Promise<void> {
  counts.freezes += 1;
  sandbox.freeze();
  await new Promise((resolve) => setTimeout(resolve, pick([50, 500, 5500])));
  sandbox.thaw();
}

// Against the first reports after the warm-up: a minute, or a fifth of a shorter run.
function grown(all: readonly Report[]): { heap: number; handles: number } {
  const settled = all.slice(Math.ceil(all.length / 5));
  const [early, late] = [settled.slice(0, 3), settled.slice(-3)];
  if (late.length < 3) return { heap: 1, handles: 0 };
  const mean = (some: readonly Report[]) =>
    some.reduce((sum, { heapMb }) => sum + heapMb, 0) / some.length;
  const most = (some: readonly Report[]) => Math.max(...some.map(({ handles }) => handles));
  return { heap: Number((mean(late) / mean(early)).toFixed(3)), handles: most(late) - most(early) };
}
