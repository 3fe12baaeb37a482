import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import {
  startWebProcess,
  type WebFunction,
  type WebProcessOptions,
} from '../../src/adapter/web-process.js';
import { availablePort } from '../../src/lambda-service/available-port.js';
import type { LocalEvent } from '../../src/local-event.js';

const command = [
  process.execPath,
  fileURLToPath(new URL('../fixtures/web-server.mjs', import.meta.url)),
] as const;

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(options: Partial<WebProcessOptions> = {}) {
  const events: LocalEvent[] = [];
  const onEvent = (event: LocalEvent) => events.push(event);
  const web: WebFunction = await startWebProcess({ name: 'api', command, onEvent, ...options });
  closers.push(web.close);
  return { web, events };
}

it('serves plain HTTP once it is ready, a 404 counting as ready', async () => {
  const { web, events } = await start({ env: { GREETING: 'hello' } });
  const response = await fetch(new URL('/passengers?of=ticket', web.url));
  expect(await response.json()).toEqual({ path: '/passengers?of=ticket', greeting: 'hello' });
  expect(events[0]).toMatchObject({ type: 'function-ready', function: 'api', url: web.url });
});

it('is gone after close', async () => {
  const { web } = await start();
  await web.close();
  await expect(fetch(web.url)).rejects.toThrow('fetch failed');
});

it('tells when it ends by itself', async () => {
  const { web, events } = await start();
  await fetch(new URL('/exit', web.url)).catch(() => {});
  await expect
    .poll(() => events.at(-1))
    .toEqual({
      type: 'function-exited',
      function: 'api',
      reason: 'Runtime exited with error: exit status 4',
    });
});

describe('a port of its own', () => {
  it('is used', async () => {
    const port = await availablePort();
    const { web } = await start({ port });
    expect(web.url).toBe(`http://127.0.0.1:${port}`);
  });

  it('that is taken is a clear error, and starts nothing', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({
      code: 'ERR_PORT_IN_USE',
      message: `port ${port}, wanted by "api", is taken: end the program that listens there, or choose another port`,
    });
  });

  it('that cannot be used is a clear error', async () => {
    await expect(start({ port: 70_000 })).rejects.toMatchObject({ code: 'ERR_SETTINGS' });
  });
});
