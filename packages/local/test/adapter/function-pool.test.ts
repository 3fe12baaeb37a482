import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type FunctionPoolOptions, startFunctionPool } from '../../src/adapter/function-pool.js';
import type { LambdaFunction } from '../../src/adapter/lambda-function.js';
import type { LocalEvent } from '../../src/local-event.js';

const command = [
  process.execPath,
  fileURLToPath(new URL('../fixtures/does-as-told.mjs', import.meta.url)),
] as const;

const running: LambdaFunction[] = [];
afterEach(async () => {
  for (const started of running.splice(0)) await started.close();
});

async function start(options: Partial<FunctionPoolOptions> = {}) {
  const events: LocalEvent[] = [];
  const onEvent = (event: LocalEvent) => events.push(event);
  const pool = await startFunctionPool({ name: 'told', command, onEvent, ...options });
  running.push(pool);
  const starts = () => events.filter(({ type }) => type === 'function-ready').length;
  return { pool, starts };
}

const wait = (pool: LambdaFunction) =>
  pool.invoke({ do: 'wait', ms: 400 }) as Promise<{ pid: number; most: number }>;
const pidsOf = (replies: { pid: number }[]) => new Set(replies.map(({ pid }) => pid));

describe('invocations at the same time', () => {
  it('each have a process of their own', async () => {
    const { pool, starts } = await start({ concurrency: 3 });
    expect(starts()).toBe(1);
    const replies = await Promise.all([wait(pool), wait(pool), wait(pool)]);
    expect(pidsOf(replies).size).toBe(3);
    expect(replies.every(({ most }) => most === 1)).toBe(true);
    const again = await Promise.all([wait(pool), wait(pool), wait(pool)]);
    expect(pidsOf(again)).toEqual(pidsOf(replies));
    expect(starts()).toBe(3);
  });

  it('wait where there are more than processes', async () => {
    const { pool, starts } = await start({ concurrency: 2 });
    const replies = await Promise.all(Array.from({ length: 5 }, () => wait(pool)));
    expect(pidsOf(replies).size).toBe(2);
    expect(starts()).toBe(2);
  });

  it('share processes that take several', async () => {
    const env = { AWS_LAMBDA_MAX_CONCURRENCY: '2' };
    const { pool } = await start({ concurrency: 2, env });
    const replies = await Promise.all(Array.from({ length: 4 }, () => wait(pool)));
    expect(pidsOf(replies).size).toBe(2);
    expect(Math.max(...replies.map(({ most }) => most))).toBe(2);
  });
});

it('one after the other has one process', async () => {
  const { pool, starts } = await start({ concurrency: 3 });
  for (let count = 0; count < 3; count++) await pool.invoke({});
  expect(starts()).toBe(1);
});

it('fails where the first process does not start', async () => {
  const starting = start({ command: [process.execPath, '-e', 'process.exit(2)'] });
  await expect(starting).rejects.toMatchObject({ code: 'ERR_FUNCTION_START' });
});

it('ends all processes with close', async () => {
  const { pool } = await start({ concurrency: 2 });
  const replies = await Promise.all([wait(pool), wait(pool)]);
  await pool.close();
  for (const { pid } of replies) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await expect(pool.invoke({})).rejects.toMatchObject({ code: 'ERR_SHUTTING_DOWN' });
});
