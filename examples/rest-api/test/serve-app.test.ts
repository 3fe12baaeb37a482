import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  Agent,
  createServer,
  get,
  type RequestListener,
  type RequestOptions,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startTokenIssuer } from 'example-titanic/testing/token-issuer';
import { afterEach, describe, expect, it } from 'vitest';

// The built file, as an image runs it.
const file = fileURLToPath(new URL('../dist/handler.js', import.meta.url));
const complete = {
  JWT_ISSUER: 'https://login.example.com',
  JWT_AUDIENCE: 'titanic',
  JWT_JWKS_URL: 'https://login.example.com/jwks.json',
  UPLOADS_BUCKET: 'lists',
};
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('the port', () => {
  it.each([
    ['AWS_LWA_PORT', (port: string) => ({ AWS_LWA_PORT: port, PORT: '1' })],
    ['PORT', (port: string) => ({ PORT: port })],
  ])('is that of %s', async (_name, variables) => {
    const port = await freePort();
    start(variables(String(port)));
    expect(await untilReady(port)).toBe(200);
  });

  it('that is taken is told in one line', async () => {
    const { port } = await listen(() => {});
    const child = start({ PORT: String(port) });
    const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      level: 'FATAL',
      message: `port ${port} is taken: choose another one with PORT`,
    });
  });
});

describe('what the environment does not say', () => {
  it.each([
    [{ PORT: 'abc' }, 'PORT: a port from 1 to 65535 is wanted'],
    [{ JWT_ISSUER: '' }, 'JWT_ISSUER: the issuer of tokens is wanted'],
    [{ JWT_AUDIENCE: '' }, 'JWT_AUDIENCE: '],
    [{ JWT_JWKS_URL: '' }, 'JWT_JWKS_URL: '],
  ])('keeps it from starting, and is told in one line: %o', async (variables, reason) => {
    const child = start(variables);
    const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      level: 'FATAL',
      message: expect.stringContaining(`the environment is not complete: ${reason}`),
    });
  });
});

describe('told to end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s it does, idle connections or not',
    async (signal) => {
      const port = await freePort();
      const child = start({ PORT: String(port) });
      const agent = new Agent({ keepAlive: true });
      closers.push(() => agent.destroy());
      await untilReady(port, agent);

      const ended = once(child, 'exit');
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
    },
  );

  it('it answers first what it was asked', async () => {
    const { child, asked, reply } = await startAsked(100);
    const ended = once(child, 'exit');
    await asked;
    child.kill('SIGTERM');
    expect(await reply).toBe(404);
    expect(await ended).toEqual([0, null]);
  });

  it('it waits 250 ms for what does not end', async () => {
    const { child, asked, reply } = await startAsked(60_000);
    const ended = once(child, 'exit');
    await asked;
    const before = performance.now();
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(performance.now() - before).toBeGreaterThan(240);
    expect(await reply).toBe('ECONNRESET');
  });

  it('twice it ends at once', async () => {
    const { child, asked, reply } = await startAsked(60_000);
    const ended = once(child, 'exit');
    await asked;
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGTERM');
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(await reply).toBe('ECONNRESET');
  });
});

/** Starts it with a DynamoDB that takes its time, and asks it for passengers. */
async function startAsked(delayMs: number) {
  let markAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    markAsked = resolve;
  });
  const dynamodb = await listen((_request, response) => {
    markAsked();
    const timer = setTimeout(() => response.end('{"Items":[],"Count":0}'), delayMs);
    closers.push(() => clearTimeout(timer));
  });

  const issuer = await startTokenIssuer();
  closers.push(issuer.close);
  const port = await freePort();
  const child = start({
    PORT: String(port),
    JWT_ISSUER: issuer.url,
    JWT_JWKS_URL: issuer.jwksUrl,
    APP_NAMESPACE: 'titanic',
    APP_ENV: 'test',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${dynamodb.port}`,
  });
  await untilReady(port);
  const token = await issuer.issue({ sub: 'a', aud: 'titanic', scope: 'passengers:read' });
  const headers = { Authorization: `Bearer ${token}` };
  return { child, asked, reply: ask(port, '/passengers/any', { headers }) };
}

function start(variables: NodeJS.ProcessEnv) {
  const env = { ...complete, ...variables };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  closers.push(() => end(child));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The status of the answer, or the code of the error. */
function ask(port: number, path: string, options: RequestOptions = {}): Promise<number | string> {
  return new Promise((resolve) => {
    const request = get({ ...options, port, path }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

async function untilReady(port: number, agent?: Agent): Promise<number> {
  for (;;) {
    const status = await ask(port, '/healthz', agent ? { agent } : {});
    if (typeof status === 'number') return status;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function freePort(): Promise<number> {
  const { port, server } = await listen(() => {});
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(listener: RequestListener): Promise<{ port: number; server: Server }> {
  const server = createServer(listener).listen(0, '0.0.0.0');
  await once(server, 'listening');
  closers.push(() => server.closeAllConnections());
  closers.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, server };
}
