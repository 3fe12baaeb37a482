import { findAdapter, type Sandbox, startSandbox } from 'lwa-bridge-local';
import { eventOf } from '../event.ts';
import { alternate, report } from '../ratio.ts';
import { bundleOf, bundleServers, type ServerName } from '../servers/bundle.ts';

const event = Buffer.from(eventOf(12_000));
const events = 150;

/** Servers behind the real adapter, each against a bare `node:http` server behind it. */
export async function benchThroughAdapter(): Promise<void> {
  if (findAdapter() === undefined) {
    console.log('through the adapter: not measured, there is no lambda-adapter on the PATH');
    return;
  }
  console.log('through the real adapter / bare node:http behind it (bridge: at most 1.03 wanted)');
  await bundleServers();
  for (const name of ['bridge', 'hono', 'express'] as const) {
    await benchColdStart(name);
    await benchEvents(name);
  }
}

async function benchColdStart(name: ServerName): Promise<void> {
  const start = (server: ServerName) => async () => {
    const sandbox = await startServer(server);
    await sandbox.close();
    return sandbox.coldStartMs ?? Number.NaN;
  };
  report(`${name}: spawn to first next`, 'ms', await alternate(20, start(name), start('bare')));
}

async function benchEvents(name: ServerName): Promise<void> {
  const [ours, bare] = [await startServer(name), await startServer('bare')];
  const send = (sandbox: Sandbox) => async () => {
    const started = performance.now();
    for (let count = 0; count < events; count++) await sandbox.invokePayload(event);
    return (performance.now() - started) / events;
  };
  try {
    await alternate(5, send(ours), send(bare));
    report(`${name}: event of 12 KB`, 'ms', await alternate(40, send(ours), send(bare)));
  } finally {
    await Promise.all([ours.close(), bare.close()]);
  }
}

function startServer(name: ServerName): Promise<Sandbox> {
  return startSandbox({
    command: process.env.BENCH_NODE ?? process.execPath,
    args: [bundleOf(name)],
    env: { AWS_LWA_ERROR_STATUS_CODES: '500-599' },
  });
}
