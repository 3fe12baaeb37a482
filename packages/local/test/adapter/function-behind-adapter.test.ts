import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import {
  type FunctionBehindAdapterOptions,
  startFunctionBehindAdapter,
} from '../../src/adapter/function-behind-adapter.js';
import type { LambdaFunction } from '../../src/adapter/lambda-function.js';
import type { LocalEvent } from '../../src/local-event.js';
import { adapter } from '../lambda-service/adapter-under-test.js';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

const running: LambdaFunction[] = [];
afterEach(async () => {
  for (const started of running.splice(0)) await started.close();
});

async function start(options: Partial<FunctionBehindAdapterOptions> = {}) {
  const events: LocalEvent[] = [];
  const told = await startFunctionBehindAdapter({
    ...{ adapter, name: 'told', command: [process.execPath, fixture('does-as-told.mjs')] },
    env: { TABLE: 'jobs' },
    onEvent: (event) => events.push(event),
    ...options,
  });
  running.push(told);
  return { told, events };
}

test('the handler gets its event, the reply comes back, and what it writes is told', async () => {
  const { told, events } = await start();
  expect(await told.invoke({ text: 'Ærøskøbing' })).toMatchObject({
    event: { text: 'Ærøskøbing' },
  });
  await told.invoke({ do: 'print', text: 'some words' });
  expect(events[0]).toEqual({ type: 'function-log', function: 'told', line: 'a first line' });
  expect(events).toContainEqual({
    ...{ type: 'function-ready', function: 'told', url: told.url, restarted: false },
    ms: expect.any(Number),
  });
  const line = { type: 'function-log', function: 'told', line: 'some words' };
  await expect.poll(() => events).toContainEqual(line);
});

test('the function has its variables, its region and its port', async () => {
  const { told } = await start({ region: 'eu-north-1', memoryMb: 512 });
  expect(await told.invoke({ do: 'environment' })).toMatchObject({
    TABLE: 'jobs',
    AWS_REGION: 'eu-north-1',
    AWS_LAMBDA_FUNCTION_NAME: 'told',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LWA_PORT: new URL(told.url).port,
    AWS_LAMBDA_RUNTIME_API: expect.any(String),
  });
});

test('a process that ends is told of and replaced', async () => {
  const { told, events } = await start();
  await expect(told.invoke({ do: 'exit', code: 3 })).rejects.toThrow();
  await expect
    .poll(() => events)
    .toContainEqual({
      ...{ type: 'function-exited', function: 'told' },
      reason: 'Runtime exited with error: exit status 3',
    });
  expect(await told.invoke({})).toHaveProperty('pid');
  expect(events.findLast(({ type }) => type === 'function-ready')).toMatchObject({
    restarted: true,
  });
});

test('a timeout fails its invocation, and is no process that ended by itself', async () => {
  const { told, events } = await start({ timeoutMs: 2000 });
  await expect(told.invoke({ do: 'hang' })).rejects.toThrow('Task timed out after 2.00 seconds');
  expect(await told.invoke({})).toHaveProperty('pid');
  expect(events.map(({ type }) => type)).not.toContain('function-exited');
});

test('a handler that does not start says why', async () => {
  const command = [process.execPath, fixture('fails-to-start.mjs')] as const;
  const env = { BEHAVIOUR: 'exit' };
  await expect(start({ command, env })).rejects.toMatchObject({
    code: 'ERR_FUNCTION_START',
    message: expect.stringMatching(/"told" did not get ready[\s\S]*cannot find the database/),
  });
});

test('an adapter that does not start says why', async () => {
  await expect(start({ adapter: fixture('fails-to-start.mjs') })).rejects.toMatchObject({
    code: 'ERR_ADAPTER_NOT_FOUND',
  });
});
