import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerFault } from '../history/history.ts';
import { chance, pick } from '../plan/chance.ts';
import type { FaultProxy } from '../world/fault-proxy.ts';
import type { Crew } from './crew.ts';

export interface TormentOptions {
  readonly crew: Pick<Crew, 'names' | 'pidOf'>;
  readonly proxies: readonly [FaultProxy, FaultProxy];
  readonly seed: number;
  readonly leaseMs: number;
  /** How long a worker is left alone, on average, and how many writes there are between two troubles. */
  readonly calmMs: number;
  readonly calmWrites: number;
  /** How many writes there were so far. */
  writes(): number;
  onFault(fault: WorkerFault): void;
}

const troubles = { kill: 50, freeze: 30, 'storm in the database': 10, 'storm in the queue': 10 };
const stormMs = 700;

/** Kills and freezes workers at random, and makes storms in the services, until it is stopped. */
export function startTorment(options: TormentOptions) {
  const { crew, proxies, seed, leaseMs, calmMs, onFault } = options;
  const stopping = new AbortController();
  const frozen = new Map<string, Promise<void>>();

  async function freeze(worker: string, pid: number, milliseconds: number): Promise<void> {
    const from = Date.now();
    if (!signal(pid, 'SIGSTOP')) return;
    await sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => {});
    signal(pid, 'SIGCONT');
    onFault({ worker, kind: 'frozen', from, to: Date.now() });
  }

  function trouble(step: number): void {
    const what = pick(troubles, chance(seed, 'trouble', step));
    if (what === 'storm in the database') proxies[0].storm(stormMs);
    else if (what === 'storm in the queue') proxies[1].storm(stormMs);
    else troubleWorker(what, step);
  }

  function troubleWorker(what: 'kill' | 'freeze', step: number): void {
    const worker = crew.names[Math.floor(chance(seed, 'worker', step) * crew.names.length)] ?? '';
    const pid = crew.pidOf(worker);
    if (pid === undefined) return;
    if (what === 'kill') {
      const now = Date.now();
      if (signal(pid, 'SIGKILL')) onFault({ worker, kind: 'killed', from: now, to: now });
    } else if (!frozen.has(worker)) {
      // Past its lease, most often, and sometimes past the function's timeout.
      const milliseconds = leaseMs * (0.8 + chance(seed, 'frozen for', step));
      const freezing = freeze(worker, pid, milliseconds).then(() => void frozen.delete(worker));
      frozen.set(worker, freezing);
    }
  }

  async function run(): Promise<void> {
    for (let step = 1; !stopping.signal.aborted; step++) {
      const writes = options.writes();
      const pause = ((0.2 + 1.6 * chance(seed, 'pause', step)) * calmMs) / crew.names.length;
      // On a slow machine workers would be killed before they have done anything.
      do {
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
      } while (options.writes() - writes < options.calmWrites && !stopping.signal.aborted);
      if (!stopping.signal.aborted) trouble(step);
    }
    await Promise.all(frozen.values());
  }

  const running = run();
  return {
    /** Thaws whoever is frozen, and kills nobody any more. */
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

// Whether there was somebody to signal.
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
