import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveEvents } from '../../src/serve-events/serve-events.js';
import type { ServeEventsOptions } from '../../src/serve-events/settings.js';
import { curlHeaders, send } from '../support/http.js';
import { recordedLog } from '../support/recorded-log.js';
import { serve, stubEnv } from '../support/serve.js';

const handler = () => 'done';

/** Starts nothing: what is tested here is refused before. */
const start = (options: ServeEventsOptions = {}) =>
  serveEvents(handler, { port: 0, handleSignals: false, log: recordedLog(), ...options });

const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'ERR_SETTINGS', message: expect.stringMatching(message) });

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('refused at start', () => {
  it.each([5, null, 'port'])('%j for options', (options) => {
    expect(() => serveEvents(handler, options as never)).toThrow(refused(/options are an object/));
  });

  it.each([{ info: () => {} }, 5])('%j for a logger', (log) => {
    expect(() => start({ log: log as never })).toThrow(refused(/options\.log: .*error/));
  });

  it.each(['response_stream', 'RESPONSE_STREAM'])(
    'AWS_LWA_INVOKE_MODE=%s, which makes garbage of each reply',
    (mode) => {
      stubEnv({ AWS_LWA_INVOKE_MODE: mode });
      expect(() => start()).toThrow(refused(/AWS_LWA_INVOKE_MODE/));
    },
  );

  it.each(['200', '200-599', '500,200', ' 100-300 ', '0-999'])(
    'AWS_LWA_ERROR_STATUS_CODES=%s, which makes an error of each success',
    (codes) => {
      stubEnv({ AWS_LWA_ERROR_STATUS_CODES: codes });
      expect(() => start()).toThrow(refused(/AWS_LWA_ERROR_STATUS_CODES/));
    },
  );

  it.each(['garbage', '-1', '65536', '80.5', '', ' ', 'NaN', '1e9'])('PORT=%j', (port) => {
    stubEnv({ AWS_LWA_PORT: undefined, PORT: port });
    expect(() => start({ port: undefined as never })).toThrow(refused(/^PORT/));
  });

  it('AWS_LWA_PORT that is no port, even where PORT is one', () => {
    stubEnv({ AWS_LWA_PORT: 'garbage', PORT: '8080' });
    expect(() => start({ port: undefined as never })).toThrow(refused(/^AWS_LWA_PORT/));
  });

  it.each<[string, object]>([
    ['port', { port: -1 }],
    ['port', { port: 65_536 }],
    ['port', { port: 1.5 }],
    ['port', { port: Number.NaN }],
    ['port', { port: 'garbage' }],
    ['passThroughPath', { passThroughPath: 'http://localhost:8080/events' }],
    ['readinessPath', { readinessPath: 7 }],
    ['maxEventBytes', { maxEventBytes: -1 }],
    ['maxEventBytes', { maxEventBytes: Number.NaN }],
    ['maxEventBytes', { maxEventBytes: '8 MB' }],
    ['signalMarginMs', { signalMarginMs: -1 }],
    ['signalMarginMs', { signalMarginMs: Number.POSITIVE_INFINITY }],
    ['shutdownTimeoutMs', { shutdownTimeoutMs: -1 }],
    ['shutdownTimeoutMs', { shutdownTimeoutMs: '250' }],
    ['unpairedSurrogates', { unpairedSurrogates: 'ignore' }],
    ['onShutdown', { onShutdown: 'close' }],
    ['onShutdown', { onShutdown: [() => {}, 7] }],
  ])('a bad option %s: %j', (name, options) => {
    expect(() => start(options as ServeEventsOptions)).toThrow(refused(new RegExp(name)));
  });

  it.each([undefined, null, 7, 'handler', {}, { handler }])('a handler that is %j', (value) => {
    expect(() => serveEvents(value as never, { port: 0, handleSignals: false })).toThrow(
      refused(/handler/),
    );
  });
});

describe('allowed at start', () => {
  it.each(['500', '500-599', '500,502-504', 'garbage', '', '201-599', '2000'])(
    'AWS_LWA_ERROR_STATUS_CODES=%j',
    async (codes) => {
      const { url } = await serve(handler, { env: { AWS_LWA_ERROR_STATUS_CODES: codes } });
      expect((await send(url, { headers: curlHeaders, body: '{}' })).text).toBe('"done"');
    },
  );

  it('AWS_LWA_INVOKE_MODE=buffered', async () => {
    const { url } = await serve(handler, { env: { AWS_LWA_INVOKE_MODE: 'buffered' } });
    expect((await send(url, { headers: curlHeaders, body: '{}' })).status).toBe(200);
  });
});

describe('the warning that a failure cannot say why', () => {
  const lambda = { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' };
  it.each<[string, Record<string, string | undefined>, number]>([
    ['once inside Lambda where 500 is not covered', lambda, 1],
    ['where only other codes are', { ...lambda, AWS_LWA_ERROR_STATUS_CODES: '400-499' }, 1],
    ['where the list is garbage', { ...lambda, AWS_LWA_ERROR_STATUS_CODES: 'garbage' }, 1],
    ['not where 500 is covered', { ...lambda, AWS_LWA_ERROR_STATUS_CODES: '500-599' }, 0],
    ['not outside Lambda', { AWS_LAMBDA_RUNTIME_API: undefined }, 0],
  ])('comes %s', async (_when, env, count) => {
    const { log } = await serve(handler, { env });
    const lines = Array(count).fill({ level: 'warn' });
    expect(log.lines).toMatchObject(lines);
    expect(log.lines).toHaveLength(count);
    for (const { message } of log.lines)
      expect(message).toContain('AWS_LWA_ERROR_STATUS_CODES=500');
  });
});

describe('the port', () => {
  it('is the option, then AWS_LWA_PORT, then PORT, then 8080', async () => {
    const [option, lwa, port] = [await freePort(), await freePort(), await freePort()];
    const portOf = async (env: Record<string, string | undefined>, options: object) => {
      stubEnv({ AWS_LWA_PORT: undefined, PORT: undefined, ...env });
      const server = serveEvents(handler, { handleSignals: false, log: recordedLog(), ...options });
      onTestFinished(() => void server.close().catch(() => {}));
      // Port 8080 may be taken on this machine: what it would listen on is known all the same.
      const url = new URL(server.url);
      await server.ready.catch(() => {});
      return Number(url.port || 80);
    };
    const both = { AWS_LWA_PORT: String(lwa), PORT: String(port) };
    expect(await portOf(both, { port: option })).toBe(option);
    expect(await portOf(both, {})).toBe(lwa);
    expect(await portOf({ PORT: String(port) }, {})).toBe(port);
    expect(await portOf({}, {})).toBe(8080);
  });

  it('0 takes a free one, which the url tells', async () => {
    const [first, second] = [await serve(handler), await serve(handler)];
    expect(new URL(first.url).port).not.toBe('0');
    expect(first.url).not.toBe(second.url);
  });

  it('that is taken rejects ready with ERR_PORT_IN_USE, its number and what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const listeners = process.listenerCount('SIGTERM');
    const server = start({ port, hostname: '127.0.0.1', handleSignals: true });
    await expect(server.ready).rejects.toMatchObject({
      code: 'ERR_PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`${port}.*PORT`)),
      cause: { code: 'EADDRINUSE' },
    });
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
  });

  it('of an address that is not ours rejects ready with the reason', async () => {
    const server = start({ hostname: '192.0.2.1' });
    await expect(server.ready).rejects.toThrow(/192\.0\.2\.1|EADDRNOTAVAIL/);
  });
});

describe('the address', () => {
  it('is every one by default, told as 127.0.0.1', async () => {
    const { url } = await serve(handler, { hostname: undefined as never });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await send(url, { method: 'GET', path: '/' })).status).toBe(200);
  });

  it('of IPv6 is in brackets in the url', async () => {
    const { url } = await serve(handler, { hostname: '::1' });
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  });
});

describe('the paths', () => {
  it('are the option, then the environment, then /events and /', async () => {
    const env = { AWS_LWA_PASS_THROUGH_PATH: '/from-env', AWS_LWA_READINESS_CHECK_PATH: '/ready' };
    const statuses = async (url: string) => [
      (await send(url, { path: '/events', headers: curlHeaders, body: '1' })).status,
      (await send(url, { path: '/from-env', headers: curlHeaders, body: '1' })).status,
      (await send(url, { path: '/from-option', headers: curlHeaders, body: '1' })).status,
    ];
    const byOption = await serve(handler, { env, passThroughPath: '/from-option' });
    expect(await statuses(byOption.url)).toEqual([404, 404, 200]);
    const byEnv = await serve(handler, { env });
    expect(await statuses(byEnv.url)).toEqual([404, 200, 404]);
    expect((await send(byEnv.url, { method: 'GET', path: '/ready' })).status).toBe(200);
    expect((await send(byEnv.url, { method: 'GET', path: '/' })).status).toBe(405);
  });

  it('of the environment may lack their first slash', async () => {
    const env = { AWS_LWA_PASS_THROUGH_PATH: 'jobs', AWS_LWA_READINESS_CHECK_PATH: 'healthz' };
    const { url } = await serve(handler, { env });
    expect((await send(url, { path: '/jobs', headers: curlHeaders, body: '1' })).status).toBe(200);
    expect((await send(url, { method: 'GET', path: '/healthz' })).status).toBe(200);
  });
});
