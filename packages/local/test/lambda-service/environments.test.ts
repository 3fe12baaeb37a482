import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { failure, isAlive, startFixture } from './adapter-under-test.js';

describe('a start', () => {
  test('is measured', async () => {
    const before = performance.now();
    await using echo = await startFixture('echo.mjs');
    expect(echo.sandbox.coldStartMs).toBeGreaterThan(10);
    expect(echo.sandbox.coldStartMs).toBeLessThan(performance.now() - before);
  });

  test('that fails is tried again by each invocation until it succeeds', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crash-at-start-'));
    const flag = join(folder, 'crash');
    writeFileSync(flag, '');
    await using crashing = await startFixture('crash-at-start.mjs', { args: [flag] });
    expect(crashing.sandbox.coldStartMs).toBeUndefined();
    expect(crashing.lines('handler').join('\n')).toContain('cannot start');
    for (const requestId of ['first', 'second']) {
      const error = await failure(crashing.sandbox.invoke({}, { requestId }));
      expect(error).toMatchObject({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status 1`,
      });
    }
    rmSync(folder, { recursive: true });
    expect(await crashing.sandbox.invoke({})).toBe(true);
    expect(crashing.sandbox.coldStartMs).toBeGreaterThan(0);
  });

  test('that takes too long is ended', async () => {
    await using hanging = await startFixture('never-listens.mjs', { initTimeoutMs: 500 });
    expect(hanging.sandbox.coldStartMs).toBeUndefined();
    const timedOut = 'Sandbox.Timedout: Task timed out after 0.50 seconds';
    expect(hanging.lines('platform')).toEqual([timedOut]);
    const error = await failure(hanging.sandbox.invoke({}, { timeoutMs: 700 }));
    expect(error.errorMessage).toMatch(/Error: Task timed out after 0\.70 seconds$/);
  });

  test('is given up when the sandbox closes', async () => {
    const hanging = await startFixture('never-listens.mjs', { initTimeoutMs: 300 });
    const second = failure(hanging.sandbox.invoke({}));
    await sleep(100);
    const started = performance.now();
    await hanging.sandbox.close();
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await second).errorMessage).toMatch(/The execution environment was shut down$/);
  });

  test('of a program that does not exist fails the invocation', async () => {
    await using missing = await startFixture('echo.mjs', { command: '/does/not/exist' });
    const error = await failure(missing.sandbox.invoke({}));
    expect(error.errorType).toBe('Runtime.InvalidEntrypoint');
    expect(error.errorMessage).toContain('/does/not/exist');
  });
});

describe('the deadline', () => {
  test('ends the environment; the next invocation has a new one', async () => {
    await using told = await startFixture('reply-as-told.mjs', { timeoutMs: 1000 });
    const pid = await told.sandbox.invoke({ pid: true });
    const error = await failure(told.sandbox.invoke({ hang: true }, { requestId: 'the-late-one' }));
    expect(error).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: the-late-one Error: Task timed out after 1.00 seconds',
    });
    expect(await told.sandbox.invoke({ pid: true })).not.toBe(pid);
    expect(isAlive(Number(pid))).toBe(false);
  });

  test('ends a handler whose event loop is blocked', async () => {
    await using told = await startFixture('reply-as-told.mjs', { timeoutMs: 1000 });
    const error = await failure(told.sandbox.invoke({ block: true }));
    expect(error.errorType).toBe('Sandbox.Timedout');
    expect(await told.sandbox.invoke({ body: '1' })).toBe(1);
  });

  test('on a Managed Instance ends the invocation only; its late answer reaches nobody', async () => {
    await using told = await startFixture('reply-as-told.mjs', { concurrency: 2 });
    const pid = await told.sandbox.invoke({ pid: true });
    const late = told.sandbox.invoke({ delayMs: 500, body: '"late"' }, { timeoutMs: 200 });
    expect((await failure(late)).errorType).toBe('Sandbox.Timedout');
    await sleep(500);
    expect(await told.sandbox.invoke({ pid: true })).toBe(pid);
  });
});

describe('a process that ends', () => {
  // Both Lambda and the adapter notice; who is first is a race, there as here.
  const whoever = /^(Runtime\.ExitError|Fake|&alloc::boxed::Box<dyn core::error::Error .*)$/;

  test.for([
    { told: { exit: 0 }, reason: 'Runtime exited without providing a reason' },
    { told: { exit: 3 }, reason: 'Runtime exited with error: exit status 3' },
    { told: { signal: 'SIGKILL' }, reason: 'Runtime exited with error: signal: killed' },
    {
      told: { signal: 'SIGSEGV' },
      reason: 'Runtime exited with error: signal: segmentation fault',
    },
  ])('in the middle of an event fails it: $told', async ({ told, reason }) => {
    await using handler = await startFixture('reply-as-told.mjs');
    const error = await failure(handler.sandbox.invoke(told));
    expect(error.errorType).toMatch(whoever);
    if (error.errorType === 'Runtime.ExitError') expect(error.errorMessage).toContain(reason);
    await expect
      .poll(() => handler.lines('platform'))
      .toContainEqual(`Runtime.ExitError: ${reason}`);
    expect(await handler.sandbox.invoke({ body: '"next"' })).toBe('next');
  });

  test('by kill fails the running invocation and not the next', async () => {
    await using told = await startFixture('reply-as-told.mjs');
    const running = failure(told.sandbox.invoke({ hang: true }));
    await sleep(100);
    await told.sandbox.kill();
    expect((await running).errorType).toMatch(whoever);
    expect(await told.sandbox.invoke({ body: '1' })).toBe(1);
  });

  test('between two invocations fails neither', async () => {
    await using told = await startFixture('reply-as-told.mjs');
    expect(await told.sandbox.invoke({ exitLater: true, body: '1' })).toBe(1);
    await expect.poll(() => told.lines('platform').length).toBe(1);
    expect(await told.sandbox.invoke({ body: '2' })).toBe(2);
  });

  test('takes its children along', async () => {
    const parent = await startFixture('with-child.mjs');
    const child = Number(await parent.sandbox.invoke({}));
    expect(isAlive(child)).toBe(true);
    await parent.sandbox.kill();
    await expect.poll(() => isAlive(child)).toBe(false);
    const another = Number(await parent.sandbox.invoke({}));
    await parent.sandbox.close();
    await expect.poll(() => isAlive(another)).toBe(false);
  });
});
