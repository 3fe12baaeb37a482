import { Agent } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { adapters, callers } from '../support/callers.js';
import { send } from '../support/http.js';
import { rawRequest, rawSocket } from '../support/raw-socket.js';
import { serve } from '../support/serve.js';
import { after, never } from '../support/wait.js';

/** Keeps connections as the adapter does, and counts those it opens. */
function keepAliveAgent(maxSockets = Number.POSITIVE_INFINITY) {
  const agent = new Agent({ keepAlive: true, maxSockets });
  const opened = { count: 0 };
  const createConnection = agent.createConnection.bind(agent);
  agent.createConnection = (...args) => {
    opened.count += 1;
    return createConnection(...args);
  };
  onTestFinished(() => agent.destroy());
  return { agent, opened };
}

it.each(callers)(
  'the connection of $name is used again for the next event',
  async ({ headers }) => {
    const { url } = await serve((event) => event);
    const { agent, opened } = keepAliveAgent();
    for (let n = 0; n < 20; n++) {
      expect((await send(url, { agent, headers: headers(), body: String(n) })).text).toBe(`${n}`);
    }
    expect(opened.count).toBe(1);
  },
);

it('a failure that is answered with 500 keeps the connection', async () => {
  const { url } = await serve(
    () => {
      throw new Error('no');
    },
    { env: { AWS_LWA_ERROR_STATUS_CODES: '500' } },
  );
  const { agent, opened } = keepAliveAgent();
  for (let n = 0; n < 5; n++) {
    expect((await send(url, { agent, headers: adapterHeaders(), body: '{}' })).status).toBe(500);
  }
  expect(opened.count).toBe(1);
});

it('an event over the limit keeps the connection in step', async () => {
  const { url } = await serve((event) => event, {
    maxEventBytes: 10,
    env: { AWS_LWA_ERROR_STATUS_CODES: '500' },
  });
  const { agent, opened } = keepAliveAgent();
  const post = (body: string) => send(url, { agent, headers: adapterHeaders(), body });
  expect((await post(JSON.stringify('x'.repeat(1_000_000)))).status).toBe(500);
  expect((await post('1')).text).toBe('1');
  expect(opened.count).toBeLessThanOrEqual(2);
});

it('a failure that closes its connection closes only its own', async () => {
  const { url } = await serve(async (event: { fail?: boolean; ms: number }) => {
    await after(event.ms);
    if (event.fail) throw new Error('no');
    return 'done';
  });
  const { agent } = keepAliveAgent();
  const post = (event: object) =>
    send(url, { agent, headers: adapterHeaders(), body: JSON.stringify(event) });
  const outcomes = await Promise.allSettled([
    post({ ms: 80 }),
    post({ ms: 20, fail: true }),
    post({ ms: 80 }),
    post({ ms: 40, fail: true }),
    post({ ms: 120 }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

it.each(adapters)(
  'the deadline of one event does not touch the next ones ($name)',
  async ({ errorStatusCodes }) => {
    const { url } = await serve((event: { hang?: boolean }) => (event.hang ? never() : 'next'), {
      env: { AWS_LWA_ERROR_STATUS_CODES: errorStatusCodes },
    });
    const { agent } = keepAliveAgent();
    const post = (body: string, deadline: number) =>
      send(url, { agent, headers: adapterHeaders({ deadline }), body });
    const late = post('{"hang":true}', Date.now() + 60).catch(() => 'closed');
    for (let n = 0; n < 20; n++) {
      expect((await post('{}', Date.now() + 5000)).text).toBe('"next"');
      await after(5);
    }
    expect(await late).toSatisfy((outcome) => outcome === 'closed' || outcome.status === 500);
  },
);

it('nothing is written after a failed reply: the next answer on the connection is its own', async () => {
  const { url } = await serve(
    async (event: { n: number }) => {
      if (event.n === 1) await after(60);
      return event.n;
    },
    { env: { AWS_LWA_ERROR_STATUS_CODES: '500' } },
  );
  const { write, receives, received } = await rawSocket(url);
  write(rawRequest(adapterHeaders({ deadline: Date.now() + 30 }), '{"n":1}'));
  await receives(/HTTP\/1\.1 500/);
  write(rawRequest(adapterHeaders(), '{"n":2}'));
  await receives(/\r\n\r\n2$/);
  await after(60);
  expect(received().match(/HTTP\/1\.1/g)).toHaveLength(2);
});

it('a failure closes the connection before any byte of an answer', async () => {
  const { url } = await serve(() => {
    throw new Error('no');
  });
  const { write, closed } = await rawSocket(url);
  write(rawRequest(adapterHeaders(), '{}'));
  expect(await closed).toBe('');
});

it("an idle connection outlives the adapter's 4 s", async () => {
  const { url } = await serve(() => 'done');
  const idle = await rawSocket(url);
  const fresh = await rawSocket(url);
  idle.write(rawRequest(adapterHeaders(), '{}'));
  await idle.receives(/"done"$/);
  // Node's own default ends an idle connection after 5 s, and tells so in a header.
  expect(idle.received()).not.toMatch(/keep-alive: timeout=[0-4]\b/i);
  await after(6000);
  for (const { write, receives, socket } of [idle, fresh]) {
    expect(socket.destroyed).toBe(false);
    write(rawRequest(adapterHeaders(), '{}'));
    await receives(/"done"(.*"done")?$/s);
  }
}, 10_000);

it('a request that is sent slowly is waited for', async () => {
  const { url } = await serve((event) => event);
  const { write, receives } = await rawSocket(url);
  const bytes = rawRequest(adapterHeaders(), '{"slow":true}');
  for (let at = 0; at < bytes.length; at += 50) {
    write(bytes.subarray(at, at + 50));
    await after(10);
  }
  expect(await receives(/\{"slow":true\}$/)).toMatch(/^HTTP\/1\.1 200/);
});
