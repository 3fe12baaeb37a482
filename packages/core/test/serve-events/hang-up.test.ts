import { request } from 'node:http';
import { expect, it } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { curlHeaders, send } from '../support/http.js';
import { rawRequest, rawSocket } from '../support/raw-socket.js';
import { serve } from '../support/serve.js';
import { after, deferred } from '../support/wait.js';

const senders = [
  ['the adapter', adapterHeaders],
  ['curl', () => curlHeaders],
] as const;

it.each(senders)(
  '%s that hangs up in the middle of an event calls no handler',
  async (_who, headers) => {
    let calls = 0;
    const { url, log } = await serve(() => ++calls);
    const { write, socket } = await rawSocket(url);
    write(rawRequest({ ...headers(), 'content-length': '1000' }, '{"half":'));
    await after(50);
    socket.destroy();
    await expect.poll(() => log.errors()).toMatchObject([{ code: 'ERR_CLIENT_GONE' }]);
    expect(calls).toBe(0);
    expect((await send(url, { headers: headers(), body: '{}' })).text).toBe('1');
  },
);

it.each(senders)(
  '%s that resets in the middle of an event calls no handler',
  async (_who, headers) => {
    let calls = 0;
    const { url, log } = await serve(() => ++calls);
    const { write, socket } = await rawSocket(url);
    write(rawRequest({ ...headers(), 'content-length': '1000' }, '{"half":'));
    await after(50);
    socket.resetAndDestroy();
    await expect.poll(() => log.errors()).toMatchObject([{ code: 'ERR_CLIENT_GONE' }]);
    expect(calls).toBe(0);
    expect((await send(url, { headers: headers(), body: '{}' })).text).toBe('1');
  },
);

it('a whole JSON text in an event that breaks off is no event', async () => {
  let calls = 0;
  const { url, log } = await serve(() => ++calls);
  const { write, socket } = await rawSocket(url);
  write(rawRequest({ ...adapterHeaders(), 'content-length': '1000' }, '{}'));
  await after(50);
  socket.end();
  await expect.poll(() => log.errors()).toHaveLength(1);
  expect(calls).toBe(0);
});

it.each(senders)(
  '%s that hangs up while the handler runs aborts its signal',
  async (_who, headers) => {
    const aborted = deferred<unknown>();
    const called = deferred();
    const { url, log } = await serve((event: object) => {
      if ('next' in event) return 'next';
      called.resolve();
      return new Promise(() => {});
    });
    const { url: watched } = await serve((_event, { signal }) => {
      called.resolve();
      signal.addEventListener('abort', () => aborted.resolve(signal.reason));
      return new Promise(() => {});
    });
    const { write, socket } = await rawSocket(watched);
    write(rawRequest(headers(), '{}'));
    await called.promise;
    socket.destroy();
    expect(await aborted.promise).toMatchObject({ code: 'ERR_CLIENT_GONE' });
    expect(log.lines).toEqual([]);
    expect((await send(url, { headers: headers(), body: '{"next":1}' })).text).toBe('"next"');
  },
);

it('a hang-up while the handler runs is logged as a failed invocation, with its request id', async () => {
  const called = deferred();
  const { url, log } = await serve(() => {
    called.resolve();
    return new Promise(() => {});
  });
  const { write, socket } = await rawSocket(url);
  write(rawRequest(adapterHeaders({ request_id: 'gone' }), '{}'));
  await called.promise;
  socket.destroy();
  await expect
    .poll(() => log.lines)
    .toMatchObject([{ level: 'error', requestId: 'gone', err: { code: 'ERR_CLIENT_GONE' } }]);
});

it('a hang-up touches no other invocation', async () => {
  const signals: AbortSignal[] = [];
  const { url } = await serve(async (_event, { signal }) => {
    signals.push(signal);
    await after(150);
    return 'done';
  });
  const { write, socket } = await rawSocket(url);
  write(rawRequest(adapterHeaders(), '{}'));
  const other = send(url, { headers: adapterHeaders(), body: '{}' });
  await expect.poll(() => signals).toHaveLength(2);
  socket.destroy();
  expect((await other).text).toBe('"done"');
  expect(signals.filter(({ aborted }) => aborted)).toHaveLength(1);
});

it('a handler that rejects after the hang-up is logged, and nothing else happens', async () => {
  const called = deferred();
  const { url, log } = await serve((_event, { signal }) => {
    called.resolve();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => setTimeout(reject, 20, new Error('late')));
    });
  });
  const { write, socket } = await rawSocket(url);
  write(rawRequest(adapterHeaders(), '{}'));
  await called.promise;
  socket.destroy();
  await expect
    .poll(() => log.errors())
    .toMatchObject([{ code: 'ERR_CLIENT_GONE' }, { message: 'late' }]);
});

it.each(['destroy', 'resetAndDestroy'] as const)(
  'a connection that goes away between two events is not worth a line (%s)',
  async (goAway) => {
    const { url, log } = await serve(() => 'done');
    const { write, receives, socket } = await rawSocket(url);
    write(rawRequest(adapterHeaders(), '{}'));
    await receives(/"done"$/);
    socket[goAway]();
    await after(50);
    expect(log.lines).toEqual([]);
  },
);

it('a caller that does not read its answer holds up nobody', async () => {
  const { url } = await serve((event: { mb: number }) => 'x'.repeat(event.mb * 1024 * 1024));
  const slow = request(new URL('/events', url), { method: 'POST', headers: curlHeaders });
  slow.on('response', () => {});
  slow.on('error', () => {});
  slow.end('{"mb":5}');
  await after(50);
  const answer = await send(url, { headers: adapterHeaders(), body: '{"mb":0}' });
  expect(answer.text).toBe('""');
  slow.destroy();
});
