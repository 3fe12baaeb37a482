import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { eventOf } from '../event.ts';
import { alternate, report } from '../ratio.ts';
import { bundleOf, bundleServers } from '../servers/bundle.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const unbundled = fileURLToPath(new URL('../servers/bridge.mjs', import.meta.url));

/** serveEvents against a bare `node:http` server that does the least a bridge must. */
export async function benchServeEvents(): Promise<void> {
  console.log('serveEvents / bare node:http (at most 1.05 wanted)');
  await bundleServers();
  await benchStart('spawn to first 200, bundled', bundleOf('bridge'));
  await benchStart('spawn to first 200, not bundled', unbundled);
  const bridge = await startServer(bundleOf('bridge'), 18_081);
  const bare = await startServer(bundleOf('bare'), 18_082);
  try {
    await benchRest(bridge, bare);
    await benchEvent('event of 12 KB', eventOf(12_000), { events: 300, rounds: 60 }, bridge, bare);
    await benchEvent(
      'event of 5.5 MB',
      eventOf(5_500_000),
      { events: 3, rounds: 30 },
      bridge,
      bare,
    );
  } finally {
    await Promise.all([bridge.stop(), bare.stop()]);
  }
}

async function benchStart(figure: string, file: string): Promise<void> {
  const start = (server: string) => async () => {
    const { startMs, stop } = await startServer(server, 18_080);
    await stop();
    return startMs;
  };
  const bare = bundleOf('bare');
  await start(file)();
  await start(bare)();
  report(figure, 'ms', await alternate(40, start(file), start(bare)));
}

async function benchRest(bridge: ServerProcess, bare: ServerProcess): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 500));
  report('memory at rest', 'MB', await alternate(3, bridge.residentMb, bare.residentMb));
}

async function benchEvent(
  name: string,
  body: string,
  { events, rounds }: { events: number; rounds: number },
  bridge: ServerProcess,
  bare: ServerProcess,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (server: ServerProcess) => async () => {
    const started = performance.now();
    for (let count = 0; count < events; count++) await post(server.port, body, agent);
    return (performance.now() - started) / events;
  };
  for (let warmUp = 0; warmUp < 5; warmUp++) {
    await send(bridge)();
    await send(bare)();
  }
  report(name, 'ms', await alternate(rounds, send(bridge), send(bare)));
  agent.destroy();
}

function post(port: number, body: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = adapterHeaders(Buffer.byteLength(body));
    const outgoing = request(
      { port, agent, method: 'POST', path: '/events', headers },
      (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`)),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

// As the adapter sends them, so that reading them is part of the measurement.
function adapterHeaders(length: number) {
  return {
    'content-type': 'application/json',
    'content-length': length,
    'x-amzn-request-context': 'null',
    'x-amzn-trace-id': 'Root=1-65f00000-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1',
    'x-amzn-lambda-context': JSON.stringify({
      request_id: crypto.randomUUID(),
      deadline: Date.now() + 30_000,
      invoked_function_arn: 'arn:aws:lambda:us-east-1:123456789012:function:bench',
      xray_trace_id: 'Root=1-65f00000-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1',
      client_context: null,
      identity: null,
      tenant_id: null,
      env_config: {
        function_name: 'bench',
        memory: 512,
        version: '$LATEST',
        log_stream: '2026/01/01/[$LATEST]0123456789abcdef',
        log_group: '/aws/lambda/bench',
      },
    }),
  };
}
