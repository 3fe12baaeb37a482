import { Agent } from 'node:http';
import { expect, it } from 'vitest';
import { serveEvents } from '../../src/serve-events/serve-events.js';
import { adapterHeaders } from '../support/adapter-headers.js';
import { curlHeaders, send } from '../support/http.js';
import { rawRequest, rawSocket } from '../support/raw-socket.js';
import { recordedLog } from '../support/recorded-log.js';
import { serve } from '../support/serve.js';
import { after, deferred, timed } from '../support/wait.js';

const signals = ['SIGTERM', 'SIGINT'] as const;
const listeners = () => signals.map((signal) => process.listenerCount(signal));

it('close waits for running invocations, however long they take', async () => {
  const called = deferred();
  const { url, close } = await serve(async () => {
    called.resolve();
    await after(400);
    return 'finished';
  });
  const reply = send(url, { headers: adapterHeaders(), body: '{}' });
  await called.promise;
  const { ms } = await timed(close());
  expect(ms).toBeGreaterThan(300);
  expect((await reply).text).toBe('"finished"');
});

it('close sends a large reply whole to a caller that reads slowly', async () => {
  const text = 'x'.repeat(5 * 1024 * 1024);
  const { url, close } = await serve(() => text);
  const { socket, write, received } = await rawSocket(url);
  socket.pause();
  write(rawRequest(adapterHeaders(), '{}'));
  await after(100);
  const closed = close();
  await after(100);
  socket.resume();
  await closed;
  await expect.poll(() => received().length).toBeGreaterThan(text.length);
  expect(received().slice(-10)).toBe('xxxxxxxxx"');
});

it('an event that is still arriving when the server closes fails, and is not begun', async () => {
  const called: unknown[] = [];
  const { url, close } = await serve((event) => called.push(event));
  const request = rawRequest({ ...curlHeaders, connection: 'close' }, '{"half":true}');
  const { write, closed } = await rawSocket(url);
  write(request.slice(0, -5));
  await after(100);
  const ended = close();
  await after(50);
  write(request.slice(-5));
  expect(await closed).toMatch(/^HTTP\/1\.1 500 [\s\S]*told to end/);
  await ended;
  expect(called).toEqual([]);
});

it('close ends kept-alive connections, and the port is free', async () => {
  const agent = new Agent({ keepAlive: true });
  const { url, close } = await serve(() => 1);
  await send(url, { agent, headers: adapterHeaders(), body: '{}' });
  const { ms } = await timed(close());
  expect(ms).toBeLessThan(500);
  const again = serveEvents(() => 2, {
    port: Number(new URL(url).port),
    hostname: '127.0.0.1',
    handleSignals: false,
    log: recordedLog(),
  });
  await again.ready;
  expect((await send(again.url, { headers: adapterHeaders(), body: '{}' })).text).toBe('2');
  await again.close();
});

it('close runs the shutdown hooks once, after the invocations', async () => {
  const steps: string[] = [];
  const { url, close } = await serve(
    async () => {
      await after(50);
      steps.push('invocation');
    },
    {
      onShutdown: [
        async () => {
          await after(10);
          steps.push('hook');
        },
      ],
    },
  );
  const reply = send(url, { headers: adapterHeaders(), body: '{}' });
  await after(20);
  await Promise.all([close(), close()]);
  await close();
  await reply;
  expect(steps).toEqual(['invocation', 'hook']);
});

it('a hook that throws does not make close reject', async () => {
  const { close, log } = await serve(() => 1, {
    onShutdown: () => {
      throw new Error('the hook failed');
    },
  });
  await close();
  expect(log.errors()).toMatchObject([{ message: 'the hook failed' }]);
});

it('close removes what listens for signals, when the last server is closed', async () => {
  const before = listeners();
  const first = await serve(() => 1, { handleSignals: true });
  const second = await serve(() => 2, { handleSignals: true });
  expect(listeners()).toEqual(before.map((count) => count + 1));
  await first.close();
  expect(listeners()).toEqual(before.map((count) => count + 1));
  await second.close();
  expect(listeners()).toEqual(before);
});

it('servers of two copies of the library end on one signal, together', async () => {
  const { serveEvents: serveOfBuild } = await import('lwa-bridge');
  const before = listeners();
  const first = await serve(() => 1, { handleSignals: true });
  const second = serveOfBuild(() => 2, { port: 0, log: recordedLog() });
  await second.ready;
  expect(listeners()).toEqual(before.map((count) => count + 1));
  await Promise.all([first.close(), second.close()]);
  expect(listeners()).toEqual(before);
});

it('close before the server is ready closes it all the same', async () => {
  const server = serveEvents(() => 1, { port: 0, handleSignals: false, log: recordedLog() });
  await server.close();
  await server.ready;
  await expect(send(server.url, { headers: adapterHeaders(), body: '{}' })).rejects.toThrow();
});

it('servers that come and go leave no listener, timer or socket behind', async () => {
  const before = listeners();
  for (let n = 0; n < 20; n++) {
    const { url, close } = await serve(() => 1, { handleSignals: true });
    await send(url, { headers: adapterHeaders(), body: '{}' });
    await close();
  }
  expect(listeners()).toEqual(before);
});
