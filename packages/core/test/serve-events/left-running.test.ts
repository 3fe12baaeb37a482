import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { fixture, startChild } from '../support/child.js';
import { send } from '../support/http.js';
import { after } from '../support/wait.js';

async function startServer() {
  const child = startChild(fixture('as-told.mjs', import.meta), {
    nodeArgs: ['--unhandled-rejections=strict'],
    env: { AWS_LWA_ERROR_STATUS_CODES: '500-599' },
  });
  const [, url = ''] = await child.prints(/listening: (\S+)/);
  const post = (event: object, deadlineMs = 5000) =>
    send(url, {
      headers: adapterHeaders({ deadline: Date.now() + deadlineMs, request_id: 'r-1' }),
      body: JSON.stringify(event),
    });
  return { ...child, post };
}

describe('a handler that is left running after its deadline', () => {
  it('and rejects then is logged, and ends neither the process nor the next event', async () => {
    const { post, lines, process } = await startServer();
    expect((await post({ do: 'reject later', ms: 120 }, 50)).status).toBe(500);
    const next = await post({ do: 'wait', ms: 150 });
    expect(next.text).toBe('"finished"');
    expect(process.exitCode).toBeNull();
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'ERROR', requestId: 'r-1', errorMessage: 'left running' }),
    );
  });

  it.each([{ do: 'reject later with garbage' }, { do: 'reject later', hostile: true }])(
    'and rejects with what cannot be looked at (%j) does not either',
    async (event) => {
      const { post, process } = await startServer();
      expect((await post({ ...event, ms: 80 }, 40)).status).toBe(500);
      await after(80);
      expect((await post({ do: 'echo' })).status).toBe(200);
      expect(process.exitCode).toBeNull();
    },
  );
});

it('a port that is taken ends the process, with a message that says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as AddressInfo;
  const options = JSON.stringify({ port, hostname: '127.0.0.1' });
  const child = startChild(fixture('as-told.mjs', import.meta), { env: { OPTIONS: options } });
  expect((await child.exited).code).toBe(1);
  expect(child.output()).toMatch(new RegExp(`port ${port} is taken.*PORT`));
});

describe('as in Lambda, the process crashes', () => {
  it.each(['throw uncaught', 'reject unhandled'])(
    'by an error outside the handler (%s), and the invocation with it',
    async (what) => {
      const { post, exited, output } = await startServer();
      await expect(post({ do: what })).rejects.toMatchObject({ code: 'ECONNRESET' });
      const { code } = await exited;
      expect(code).not.toBe(0);
      expect(output()).toMatch(/nobody (catches|handles) this/);
    },
  );
});
