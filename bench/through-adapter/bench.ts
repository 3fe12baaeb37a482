import { fileURLToPath } from 'node:url';
import { findAdapter, type Sandbox, startSandbox } from 'lwa-bridge-local';
import { eventOf } from '../event.ts';
import { alternate, report } from '../ratio.ts';
import { bundleOf, bundleServers, type ServerName } from '../servers/bundle.ts';

/**
 * `ric` is AWS's own client of the Runtime API, without an adapter: measured where BENCH_RIC names the
 * program `aws-lambda-ric`, whose installation compiles for minutes.
 */
type Contender = ServerName | 'ric';

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
  const contenders: Contender[] = ['bridge', 'hono', 'express'];
  if (process.env.BENCH_RIC) contenders.push('ric');
  for (const name of contenders) {
    await benchColdStart(name);
    await benchEvents(name);
  }
}

async function benchColdStart(name: Contender): Promise<void> {
  const start = (server: Contender) => async () => {
    const sandbox = await startServer(server);
    await sandbox.close();
    return sandbox.coldStartMs ?? Number.NaN;
  };
  report(`${name}: spawn to first next`, 'ms', await alternate(20, start(name), start('bare')));
}

async function benchEvents(name: Contender): Promise<void> {
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

function startServer(name: Contender): Promise<Sandbox> {
  const node = process.env.BENCH_NODE ?? process.execPath;
  const env = { AWS_LWA_ERROR_STATUS_CODES: '500-599' };
  if (name !== 'ric') return startSandbox({ command: node, args: [bundleOf(name)], env });
  return startSandbox({
    adapter: fileURLToPath(new URL('no-adapter.sh', import.meta.url)),
    command: node,
    args: [process.env.BENCH_RIC ?? '', 'handler.handler'],
    cwd: fileURLToPath(new URL('../servers', import.meta.url)),
  });
}
