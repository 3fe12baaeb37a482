import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startChild } from '../support/child.js';
import { asTold, startServer } from '../support/child-server.js';
import { after } from '../support/wait.js';

const start = () => startServer({}, { nodeArgs: ['--unhandled-rejections=strict'] });

describe('a handler that is left running after its deadline', () => {
  it('and rejects then is logged, and ends neither the process nor the next event', async () => {
    const { post, lines, process } = await start();
    expect((await post({ do: 'reject later', ms: 120 }, { deadlineMs: 50 })).status).toBe(500);
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
      const { post, process } = await start();
      expect((await post({ ...event, ms: 80 }, { deadlineMs: 40 })).status).toBe(500);
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
  const child = startChild(asTold, { env: { OPTIONS: options } });
  expect((await child.exited).code).toBe(1);
  expect(child.output()).toMatch(new RegExp(`port ${port} is taken.*PORT`));
});

describe('as in Lambda, the process crashes', () => {
  it.each(['throw uncaught', 'reject unhandled'])(
    'by an error outside the handler (%s), and the invocation with it',
    async (what) => {
      const { post, exited, output } = await start();
      await expect(post({ do: what })).rejects.toMatchObject({ code: 'ECONNRESET' });
      const { code } = await exited;
      expect(code).not.toBe(0);
      expect(output()).toMatch(/nobody (catches|handles) this/);
    },
  );
});
