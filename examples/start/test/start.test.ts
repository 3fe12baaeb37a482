import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { startServices } from 'lwa-bridge-local';
import { afterEach, describe, expect, it } from 'vitest';

// The built file, as npm start runs it.
const file = fileURLToPath(new URL('../dist/start.js', import.meta.url));
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('--once', () => {
  it('takes the tour, tells of it and ends, with nothing left running', async () => {
    const { lines, errors, ended } = await start(['--once']);
    expect(await ended).toEqual({ exitCode: 0, signal: null });
    expect(errors).toEqual([]);

    const output = lines.join('\n');
    expect(output).toMatch(/invoke +\{"action":"echo".* -> \{"statusCode":200/);
    expect(output).toMatch(/s3 +ObjectCreated:Post passengers\/\S+\.csv -> queue uploads/);
    expect(output).toMatch(/s3-csv +rows stored .*stored=309/);
    expect(output).toMatch(/dynamodb +1309 passengers in table titanic-local-passengers/);
    expect(output.match(/POST +\/jobs .*: 202/g)).toHaveLength(5);
    expect(output.match(/GET +\/jobs\/\S+: COMPLETED, "/g)).toHaveLength(5);
    expect(output).toMatch(/sweep +0 lost jobs sent again, 0 given up/);
    expect(output).toContain('"Mr. Lee Bing, aged 32, survived." and 7 more');
    expect(output).toContain('All of it went through');
    expect(await listening(lines)).toEqual([]);
  });

  it('uses a given endpoint and given names, also for the second time', async () => {
    const services = await startServices({ env: {} });
    closers.push(services.close);
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: services.endpoints.dynamodb ?? '',
      APP_NAMESPACE: 'other',
      APP_ENV: 'test',
    };
    for (const time of ['first', 'second']) {
      const { errors, ended } = await start(['--once'], env);
      expect({ time, ...(await ended), errors }).toEqual({
        time,
        exitCode: 0,
        signal: null,
        errors: [],
      });
    }
    const command = new ScanCommand({ TableName: 'other-test-passengers', Select: 'COUNT' });
    expect(await services.clients.dynamodb.send(command)).toMatchObject({ Count: 1309 });
  });

  it('says what failed, and where, and leaves nothing running then either', async () => {
    const { port, server } = await listen();
    await close(server);
    const env = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `http://127.0.0.1:${port}` };
    const { lines, errors, ended } = await start(['--once'], env);
    expect(await ended).toEqual({ exitCode: 1, signal: null });
    expect(errors.join('\n')).toMatch(
      /^\nFailed: jobs: .* will come back after \d+ ms\n.*ECONNREFUSED/,
    );
    expect(await listening(lines)).toEqual([]);
  });
});

describe('without --once', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('it stays until %s', async (signal) => {
    const { child, ended, lines, until, url } = await start([]);
    await until('Ctrl-C ends it.');
    // The line that can be pasted.
    const [, address = '', Authorization = ''] =
      lines.join('\n').match(/curl (\S+\/passengers\/\S+) -H 'Authorization: (.*)'/) ?? [];
    expect(address).toBe(`${url}/passengers/LINE`);
    expect((await fetch(address, { headers: { Authorization } })).status).toBe(200);
    expect((await fetch(address)).status).toBe(401);
    expect((await fetch(`${url}/docs`)).status).toBe(200);
    expect(await listening(lines)).toHaveLength(8);

    child.kill(signal);
    expect(await ended).toEqual({ exitCode: 0, signal: null });
    expect(lines.at(-1)).toBe('Ended; nothing is left running.');
    expect(await listening(lines)).toEqual([]);
  });

  it('it can be interrupted in the middle', async () => {
    const { child, ended, errors, lines, until } = await start([]);
    await until('rows stored');
    child.kill('SIGINT');
    expect(await ended).toEqual({ exitCode: 1, signal: null });
    expect(errors).toEqual(['', 'Failed: interrupted by SIGINT']);
    expect(await listening(lines)).toEqual([]);
  });

  it('a second signal ends it at once, and its handlers with it', async () => {
    const { child, ended, lines, until } = await start([]);
    await until('rows stored');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    await ended;
    expect(lines.at(-1)).not.toContain('Ended');
    // Killed as this process ended, they need a moment to be gone.
    await expect.poll(() => listening(lines)).toEqual([]);
  });
});

describe('what cannot be', () => {
  it('a taken port is said to be taken, and how to choose another one', async () => {
    const { port } = await listen();
    const { errors, ended, lines } = await start(['--once'], { PORT: String(port) });
    expect(await ended).toEqual({ exitCode: 1, signal: null });
    expect(errors.join('\n')).toContain(`port ${port}, wanted by "rest-api", is taken`);
    expect(errors.at(-1)).toBe('PORT names another one: PORT=8081 npm start');
    expect(await listening(lines)).toEqual([]);
  });

  it.each([
    [['--onec'], {}, "Unknown option '--onec'"],
    [[], { PORT: 'http' }, 'PORT: a port is from 1 to 65535, got "http"'],
    [[], { PORT: '0' }, 'PORT: a port is from 1 to 65535, got "0"'],
    [[], { AWS_ENDPOINT_URL_S3: 'localhost' }, 'AWS_ENDPOINT_URL_S3 is not a URL: "localhost"'],
  ])('%j with %j', async (args, env, reason) => {
    const { errors, ended } = await start(args, env);
    expect(await ended).toEqual({ exitCode: 1, signal: null });
    expect(errors.join('\n')).toContain(`Failed: ${reason}`);
  });
});

/** Starts it with a free port, and an environment that has nothing of this one's AWS settings. */
async function start(args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const { port, server } = await listen();
  await close(server);
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PORT: String(port), ...variables };
  const child = spawn(process.execPath, [file, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  closers.push(() => end(child));

  const lines: string[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const ended = once(child, 'close').then(([exitCode, signal]) => ({ exitCode, signal }));
  const until = async (text: string) => {
    while (!lines.some((line) => line.includes(text))) {
      if (child.exitCode !== null)
        throw new Error(`it ended before "${text}": ${errors.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, lines, errors, ended, until, url: `http://127.0.0.1:${port}` };
}

/** The ports, of those that the output tells of, on which somebody still listens. */
async function listening(lines: readonly string[]): Promise<number[]> {
  const ports = new Set(
    [...lines.join('\n').matchAll(/http:\/\/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port)),
  );
  expect(ports.size).toBeGreaterThan(0);
  const answers = await Promise.all(
    [...ports].map(async (port) => ((await accepts(port)) ? [port] : [])),
  );
  return answers.flat();
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    closers.push(() => socket.destroy());
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function listen(): Promise<{ port: number; server: Server }> {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  closers.push(() => close(server));
  return { port: (server.address() as AddressInfo).port, server };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise((resolve) => server.close(resolve));
}
