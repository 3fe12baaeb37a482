import { Agent } from 'node:http';
import { describe, expect, it } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { everyNode } from '../support/child.js';
import { startServer } from '../support/child-server.js';
import { curlHeaders, send } from '../support/http.js';
import { rawSocket } from '../support/raw-socket.js';
import { after } from '../support/wait.js';

const limit = 250;
// A busy machine may take its time to run and to reap a process.
const slack = 250;

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it('ends an idle server at once, with exit code 0', async () => {
    const { kill, exited } = await startServer();
    kill(signal);
    const { code, ms } = await exited;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(slack);
  });

  it('ends a server at once that has a kept-alive connection', async () => {
    const { kill, exited, post } = await startServer();
    const agent = new Agent({ keepAlive: true });
    await post({ do: 'echo' }, { agent });
    kill(signal);
    expect(await exited).toMatchObject({ code: 0 });
    expect((await exited).ms).toBeLessThan(slack);
    agent.destroy();
  });

  it('lets a running invocation finish, and sends its reply', async () => {
    const { kill, exited, post, prints } = await startServer();
    const reply = post({ do: 'wait', ms: 80 });
    await prints(/called: wait/);
    kill(signal);
    expect(await reply).toMatchObject({ status: 200, text: '"finished"' });
    expect(await exited).toMatchObject({ code: 0 });
  });

  it('ends within 250 ms although a handler never settles, and fails its invocation', async () => {
    const { kill, exited, post, prints, output } = await startServer();
    const reply = post({ do: 'hang' });
    await prints(/called: hang/);
    kill(signal);
    expect((await reply).status).toBe(500);
    expect(JSON.parse((await reply).text)).toMatchObject({ errorType: 'LwaBridgeError' });
    const { code, ms } = await exited;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(limit + slack);
    expect(output()).toContain('aborted: ERR_SHUTTING_DOWN');
  });
});

describe('a shutdown', () => {
  it('tells running handlers by their signal in time to answer', async () => {
    const { kill, exited, post, prints } = await startServer();
    const reply = post({ do: 'stop on signal' });
    await prints(/called/);
    kill('SIGTERM');
    expect(await reply).toMatchObject({ status: 200, text: '"stopped"' });
    expect(await exited).toMatchObject({ code: 0 });
  });

  it('closes the connection of an unfinished invocation where 500 would be a success', async () => {
    const { kill, exited, post, prints } = await startServer(
      {},
      { env: { AWS_LWA_ERROR_STATUS_CODES: '' } },
    );
    const reply = post({ do: 'hang' });
    reply.catch(() => {});
    await prints(/called/);
    kill('SIGTERM');
    await expect(reply).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await exited).toMatchObject({ code: 0 });
  });

  it('takes no new connections', async () => {
    const { kill, exited, post, prints, url } = await startServer();
    const reply = post({ do: 'wait', ms: 120 });
    await prints(/called/);
    kill('SIGTERM');
    await after(40);
    await expect(send(url, { method: 'GET', path: '/', agent: new Agent() })).rejects.toMatchObject(
      {
        code: 'ECONNREFUSED',
      },
    );
    expect((await reply).text).toBe('"finished"');
    expect(await exited).toMatchObject({ code: 0 });
  });

  it('does not wait for a connection that sends nothing, or half an event', async () => {
    const { kill, exited, url } = await startServer();
    await rawSocket(url);
    const half = await rawSocket(url);
    half.write('POST /events HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{');
    await after(30);
    kill('SIGTERM');
    const { code, ms } = await exited;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(limit + slack);
  });

  it('takes as long as its option says', async () => {
    const { kill, exited, post, prints } = await startServer({ shutdownTimeoutMs: 1500 });
    const reply = post({ do: 'wait', ms: 500 });
    await prints(/called/);
    kill('SIGTERM');
    expect((await reply).text).toBe('"finished"');
    const { code, ms } = await exited;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(1000);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('is cut off by a second %s', async (second) => {
    const { kill, exited, post, prints } = await startServer({ shutdownTimeoutMs: 5000 });
    post({ do: 'hang' }).catch(() => {});
    await prints(/called/);
    kill('SIGTERM');
    await after(100);
    kill(second);
    const { code, ms } = await exited;
    expect(code).toBe(second === 'SIGTERM' ? 143 : 130);
    expect(ms).toBeLessThan(slack);
  });

  it('ends two servers of one process, each with its running invocations', async () => {
    const { kill, exited, output, prints } = await startServer({
      servers: 2,
      onShutdown: ['fast'],
    });
    await prints(/(listening: \S+\s[\s\S]*){2}/);
    const urls = [...output().matchAll(/listening: (\S+)/g)].map(([, url = '']) => url);
    const replies = urls.map((url, n) =>
      send(url, { headers: curlHeaders, body: JSON.stringify({ do: 'wait', ms: 60 + n * 60 }) }),
    );
    await prints(/(called: wait[\s\S]*){2}/);
    kill('SIGTERM');
    const texts = (await Promise.all(replies)).map(({ text }) => text);
    expect(texts).toEqual(['"finished"', '"finished"']);
    const { code, ms } = await exited;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(limit + slack);
    expect(output().match(/hook: fast/g)).toHaveLength(2);
  });

  it.each(everyNode())('sends a large reply whole, with %s', async (node) => {
    const { kill, exited, prints, url } = await startServer({}, { node });
    const text = 'x'.repeat(5 * 1024 * 1024);
    const body = JSON.stringify({ do: 'echo', text });
    const reply = send(url, { headers: adapterHeaders(), body });
    await prints(/called/);
    kill('SIGTERM');
    expect((await reply).text).toBe(body);
    expect(await exited).toMatchObject({ code: 0 });
  });
});

it('without handleSignals a signal ends the process as Node does', async () => {
  const { kill, exited } = await startServer({ handleSignals: false });
  kill('SIGTERM');
  expect(await exited).toMatchObject({ code: null, signal: 'SIGTERM' });
});
