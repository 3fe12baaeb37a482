import { fileURLToPath } from 'node:url';
import { FunctionError } from 'lwa-bridge/testing';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type FunctionProcessOptions,
  startFunctionProcess,
} from '../../src/adapter/function-process.js';
import type { LambdaFunction } from '../../src/adapter/lambda-function.js';
import type { LocalEvent } from '../../src/local-event.js';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

const running: LambdaFunction[] = [];
afterEach(async () => {
  for (const started of running.splice(0)) await started.close();
});

async function start(options: Partial<FunctionProcessOptions> = {}) {
  const events: LocalEvent[] = [];
  const started = await startFunctionProcess({
    name: 'told',
    command: [process.execPath, fixture('does-as-told.mjs')],
    env: { AWS_LWA_ERROR_STATUS_CODES: '500-599' },
    onEvent: (event) => events.push(event),
    ...options,
  });
  running.push(started);
  return { function: started, events };
}

function pidOf(reply: unknown): number {
  return (reply as { pid: number }).pid;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('an invocation', () => {
  it('gets its event to the handler and the reply back', async () => {
    const { function: told } = await start();
    await expect(told.invoke({ text: 'Ærøskøbing' })).resolves.toMatchObject({
      event: { text: 'Ærøskøbing' },
    });
  });

  it('is told of the function it runs in', async () => {
    const { function: told } = await start({
      memoryMb: 512,
      timeoutMs: 5000,
      region: 'eu-north-1',
    });
    const context = await told.invoke({ do: 'context' });
    expect(context).toMatchObject({
      functionName: 'told',
      memory: '512',
      arn: 'arn:aws:lambda:eu-north-1:000000000000:function:told',
    });
    expect((context as { left: number }).left).toBeGreaterThan(4000);
    expect((context as { left: number }).left).toBeLessThanOrEqual(5000);
  });

  it('fails as a function error', async () => {
    const { function: told } = await start();
    await expect(told.invoke({ do: 'throw' })).rejects.toThrow(FunctionError);
    await expect(told.invoke({ do: 'throw' })).rejects.toThrow('as told');
  });

  it('runs alone: the next one waits', async () => {
    const { function: told } = await start();
    const replies = await Promise.all([1, 2, 3].map(() => told.invoke({ do: 'wait', ms: 30 })));
    expect(replies).toMatchObject([{ most: 1 }, { most: 1 }, { most: 1 }]);
  });

  it('shares the process where AWS_LAMBDA_MAX_CONCURRENCY says so', async () => {
    const { function: told } = await start({ env: { AWS_LAMBDA_MAX_CONCURRENCY: '2' } });
    const replies = await Promise.all([1, 2, 3, 4].map(() => told.invoke({ do: 'wait', ms: 50 })));
    expect(Math.max(...replies.map((reply) => (reply as { most: number }).most))).toBe(2);
  });
});

describe('the environment', () => {
  it('is that of the function, not of this shell', async () => {
    process.env.LEAKED_FROM_SHELL = 'yes';
    const { function: told } = await start({ env: { OWN: 'mine', PORT: '1' } });
    delete process.env.LEAKED_FROM_SHELL;
    const environment = (await told.invoke({ do: 'environment' })) as Record<string, string>;
    expect(environment).toMatchObject({
      OWN: 'mine',
      PORT: new URL(told.url).port,
      AWS_LWA_PORT: new URL(told.url).port,
      AWS_LAMBDA_FUNCTION_NAME: 'told',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      PATH: process.env.PATH,
    });
    expect(environment).not.toHaveProperty('LEAKED_FROM_SHELL');
  });

  it('gives the stand-in the adapter settings of the function', async () => {
    const { function: told } = await start({
      env: {
        AWS_LWA_PASS_THROUGH_PATH: '/in',
        AWS_LWA_READINESS_CHECK_PATH: '/ready',
        AWS_LWA_ERROR_STATUS_CODES: '500',
      },
    });
    await expect(told.invoke({ here: true })).resolves.toMatchObject({ event: { here: true } });
    await expect(told.invoke({ do: 'throw' })).rejects.toThrow('error status code: 500');
  });
});

describe('what the handler writes', () => {
  it('is passed on line by line', async () => {
    const { function: told, events } = await start();
    await told.invoke({ do: 'print', text: 'one\ntwo' });
    const lines = () => events.flatMap((e) => (e.type === 'function-log' ? [e.line] : []));
    await expect.poll(lines).toEqual(expect.arrayContaining(['a first line', 'one', 'two']));
  });
});

describe('a process that ends', () => {
  it('fails its invocation, and the next one has a new process', async () => {
    const { function: told, events } = await start();
    const first = pidOf(await told.invoke({}));
    await expect(told.invoke({ do: 'exit', code: 3 })).rejects.toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Error: Runtime exited with error: exit status 3$/),
    });
    const second = pidOf(await told.invoke({}));
    expect(second).not.toBe(first);
    expect(isAlive(first)).toBe(false);
    const kinds = events.map(({ type }) => type).filter((type) => type !== 'function-log');
    expect(kinds).toEqual(['function-ready', 'function-exited', 'function-ready']);
    expect(events.findLast(({ type }) => type === 'function-ready')).toMatchObject({
      restarted: true,
    });
  });

  it('between invocations is replaced too', async () => {
    const { function: told, events } = await start();
    const first = pidOf(await told.invoke({}));
    process.kill(first, 'SIGKILL');
    await expect.poll(() => events.map(({ type }) => type)).toContain('function-exited');
    expect(pidOf(await told.invoke({}))).not.toBe(first);
  });

  it('after its timeout is replaced, also when it blocks', async () => {
    const { function: told } = await start({ timeoutMs: 400 });
    const first = pidOf(await told.invoke({}));
    await expect(told.invoke({ do: 'block' })).rejects.toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/Error: Task timed out after 0\.40 seconds$/),
    });
    expect(isAlive(first)).toBe(false);
    expect(pidOf(await told.invoke({}))).not.toBe(first);
  });
});

describe('a start that fails', () => {
  const failing = (behaviour: string): Partial<FunctionProcessOptions> => ({
    command: [process.execPath, fixture('fails-to-start.mjs')],
    env: { BEHAVIOUR: behaviour },
    readyTimeoutMs: 700,
  });

  it.each([
    ['exit', 'function "told" ended with exit code 7 before it was ready'],
    ['kill', 'function "told" was ended by SIGKILL before it was ready'],
    ['silent', 'within 700 ms (last: ECONNREFUSED)'],
    ['busy', 'within 700 ms (last: status 503)'],
  ])('says why, with the last output (%s)', async (behaviour, message) => {
    const starting = start(failing(behaviour));
    await expect(starting).rejects.toMatchObject({
      code: 'ERR_FUNCTION_START',
      message: expect.stringContaining(message),
    });
    await expect(starting).rejects.toThrow(/about to start[\s\S]*cannot find the database/);
  });

  it('says that a program does not exist', async () => {
    await expect(start({ command: ['/no/such/program'] })).rejects.toThrow(/ENOENT/);
  });

  it('names the file that is missing', async () => {
    const command = [process.execPath, 'dist/not-built.js'] as const;
    await expect(start({ command })).rejects.toThrow(/not-built\.js/);
  });
});

describe('close', () => {
  it('ends the process, also in the middle of an invocation that blocks', async () => {
    const { function: told } = await start();
    const pid = pidOf(await told.invoke({}));
    const blocked = told.invoke({ do: 'block' }).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await told.close();
    expect(isAlive(pid)).toBe(false);
    expect(await blocked).toBeInstanceOf(FunctionError);
  });

  it('refuses later invocations', async () => {
    const { function: told } = await start();
    await told.close();
    await expect(told.invoke({})).rejects.toThrow('shut down');
  });
});
