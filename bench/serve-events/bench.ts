import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sqsEvent } from 'lwa-bridge/testing';
import { build } from 'tsup';
import { alternate, report } from '../ratio.ts';
import { type ServerFile, type ServerProcess, startServer } from './server-process.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** serveEvents against a bare `node:http` server that does the least a bridge must. */
export async function benchServeEvents(): Promise<void> {
  console.log('serveEvents / bare node:http (at most 1.05 wanted)');
  await bundleServers();
  await benchStart('spawn to first 200, bundled', 'dist/bridge-server.mjs');
  await benchStart('spawn to first 200, not bundled', 'bridge-server.mjs');
  const bridge = await startServer('dist/bridge-server.mjs', 18_081);
  const bare = await startServer('dist/bare-server.mjs', 18_082);
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

// Into one file, as the examples are built for their image.
async function bundleServers(): Promise<void> {
  await build({
    config: false,
    silent: true,
    entry: ['bare-server.mjs', 'bridge-server.mjs'].map((name) => join(folder, name)),
    outDir: join(folder, 'dist'),
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    target: 'node20.19',
    splitting: false,
    noExternal: [/./],
    external: [/^@aws-sdk/],
  });
}

async function benchStart(figure: string, name: ServerFile): Promise<void> {
  const start = (file: ServerFile) => async () => {
    const server = await startServer(file, 18_080);
    await server.stop();
    return server.startMs;
  };
  await start(name)();
  await start('dist/bare-server.mjs')();
  report(figure, 'ms', await alternate(40, start(name), start('dist/bare-server.mjs')));
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

function eventOf(bytes: number): string {
  const body = { text: 'a passenger, with a "quoted" name and a ticket; '.repeat(10) };
  const one = JSON.stringify(sqsEvent([body])).length;
  return JSON.stringify(sqsEvent(Array.from({ length: Math.ceil(bytes / one) }, () => body)));
}
