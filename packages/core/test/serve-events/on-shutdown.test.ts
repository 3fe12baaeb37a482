import { describe, expect, it } from 'vitest';
import { startServer } from '../support/child-server.js';

const limit = 250;
const slack = 250;

describe('onShutdown', () => {
  it('runs after the running invocations, and is waited for', async () => {
    const { kill, exited, post, prints, output } = await startServer({
      onShutdown: ['fast', 'slow'],
    });
    post({ do: 'wait', ms: 60 }).catch(() => {});
    await prints(/called/);
    kill('SIGTERM');
    expect(await exited).toMatchObject({ code: 0 });
    expect(output()).toMatch(/finished[\s\S]*hook: fast[\s\S]*hook: slow/);
  });

  it('runs where an invocation never finishes too', async () => {
    const { kill, exited, post, prints, output } = await startServer({ onShutdown: ['slow'] });
    post({ do: 'hang' }).catch(() => {});
    await prints(/called/);
    kill('SIGTERM');
    expect(await exited).toMatchObject({ code: 0 });
    expect(output()).toContain('hook: slow');
  });

  it.each(['throws', 'rejects'])('that %s is logged, and hinders nothing', async (hook) => {
    const { kill, exited, lines, output } = await startServer({ onShutdown: [hook, 'slow'] });
    kill('SIGTERM');
    expect(await exited).toMatchObject({ code: 0 });
    expect(output()).toContain('hook: slow');
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'ERROR', errorMessage: expect.stringMatching(/the hook/) }),
    );
  });

  it('that hangs is left behind in time, with a warning', async () => {
    const { kill, exited, lines, output } = await startServer({ onShutdown: ['hangs', 'fast'] });
    kill('SIGTERM');
    const { code, ms } = await exited;
    expect(code).toBe(0);
    expect(ms).toBeLessThan(limit + slack);
    expect(output()).toContain('hook: fast');
    expect(lines()).toContainEqual(expect.objectContaining({ level: 'WARN' }));
  });
});
