import { findAdapter, type Sandbox, startSandbox } from 'lwa-bridge-local';
import { eventOf } from '../event.ts';
import { alternate, report } from '../ratio.ts';
import { bundleOf, bundleServers, type ServerName } from '../servers/bundle.ts';
import { findRuntimeClient, withRuntimeClient } from './runtime-client.ts';

const event = Buffer.from(eventOf(12_000));
const events = 150;
const node = process.env.BENCH_NODE ?? process.execPath;

type Start = () => Promise<Sandbox>;

/** Servers behind the real adapter, each against a bare `node:http` server behind it. */
export async function benchThroughAdapter(): Promise<void> {
  if (findAdapter() === undefined) {
    console.log('through the adapter: not measured, there is no lambda-adapter on the PATH');
    return;
  }
  console.log('through the real adapter / bare node:http behind it (bridge: at most 1.03 wanted)');
  await bundleServers();
  for (const name of ['bridge', 'hono', 'express'] as const)
    await compare(name, behindAdapter(name));
  const runtimeClient = findRuntimeClient();
  if (runtimeClient) {
    const start = () => startSandbox(withRuntimeClient(runtimeClient, node));
    await compare('aws-lambda-ric, no adapter', start);
  } else {
    console.log('  aws-lambda-ric: not measured, scripts/build-ric.sh builds it');
  }
}

async function compare(name: string, start: Start): Promise<void> {
  await benchColdStart(name, start);
  await benchEvents(name, start);
}

async function benchColdStart(name: string, start: Start): Promise<void> {
  const measure = (startOne: Start) => async () => {
    const sandbox = await startOne();
    await sandbox.close();
    return sandbox.coldStartMs ?? Number.NaN;
  };
  const ratio = await alternate(20, measure(start), measure(behindAdapter('bare')));
  report(`${name}: spawn to first next`, 'ms', ratio);
}

async function benchEvents(name: string, start: Start): Promise<void> {
  const [ours, bare] = [await start(), await behindAdapter('bare')()];
  const send = (sandbox: Sandbox) => async () => {
    const started = performance.now();
    for (let count = 0; count < events; count++) await sandbox.invokePayload(event);
    return (performance.now() - started) / events;
  };
  try {
    for (let warmUp = 0; warmUp < 5; warmUp++) await Promise.all([send(ours)(), send(bare)()]);
    report(`${name}: event of 12 KB`, 'ms', await alternate(40, send(ours), send(bare)));
  } finally {
    await Promise.all([ours.close(), bare.close()]);
  }
}

function behindAdapter(name: ServerName): Start {
  return () =>
    startSandbox({
      command: node,
      args: [bundleOf(name)],
      env: { AWS_LWA_ERROR_STATUS_CODES: '500-599' },
    });
}
