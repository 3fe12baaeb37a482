const signals = ['SIGTERM', 'SIGINT'] as const;

/** Ends one server. */
export type Stop = () => Promise<void>;

/** The servers of this process that a signal ends. */
interface Stops {
  add(stop: Stop): void;
  delete(stop: Stop): void;
}

// Signals belong to the process, so what they end is kept once per process: two servers, even from
// two copies of this library, end together, and only then does the process.
const registry = Symbol.for('lwa-bridge.stops');

/**
 * Runs `stop` on SIGTERM and SIGINT, then exits with code 0; a second signal exits at once.
 * Returns a function that takes this back.
 */
export function stopOnSignal(stop: Stop): () => void {
  const scope = globalThis as { [registry]?: Stops };
  scope[registry] ??= listenForSignals();
  const stops = scope[registry];
  stops.add(stop);
  return () => stops.delete(stop);
}

function listenForSignals(): Stops {
  const stops = new Set<Stop>();
  let stopping = false;
  const onSignal = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    await Promise.allSettled([...stops].map((stop) => stop()));
    process.exit(0);
  };
  return {
    add(stop) {
      if (stops.size === 0) for (const signal of signals) process.on(signal, onSignal);
      stops.add(stop);
    },
    delete(stop) {
      stops.delete(stop);
      if (stops.size === 0 && !stopping)
        for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
