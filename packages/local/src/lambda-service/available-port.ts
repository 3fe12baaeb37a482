import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which systems take the ports of outgoing connections, so that none of those
// can slip in before the handler listens.
const [lowest, highest] = [20_000, 32_000];

// Ports belong to the process, so what has been given out is kept once per process: a function whose
// handler is being restarted leaves its port free for a moment, and would share it with another one.
const registry = Symbol.for('lwa-bridge-local.ports');

/** A port on which nothing listens now, on any address, and that nobody else in this process has got. */
export async function availablePort(): Promise<number> {
  const scope = globalThis as { [registry]?: Set<number> };
  scope[registry] ??= new Set();
  const given = scope[registry];
  for (;;) {
    // By then the first ones are long out of use.
    if (given.size > (highest - lowest) / 2) given.clear();
    const port = randomInt(lowest, highest);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '0.0.0.0', () => probe.close(() => resolve(true)));
  });
}
