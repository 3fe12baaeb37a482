import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { type Echo, failure, isAlive, realAdapter, startFixture } from './adapter-under-test.js';

describe('an invocation', () => {
  test('reaches the handler byte for byte', async () => {
    await using echo = await startFixture('echo.mjs');
    const events = [
      '{"b":1,"a":[null,true,"ü 😀"]}',
      '"a string"',
      '17',
      'null',
      '[]',
      ' { "spaced" : 1 }',
      '{"same":1,"same":2}',
      '{"large":12345678901234567890,"huge":1e400}',
      String.raw`{"half a pair":"\ud83d"}`,
      `${'['.repeat(200)}${']'.repeat(200)}`,
      JSON.stringify({ text: 'x'.repeat(1_000_000) }),
    ];
    for (const event of events) {
      const { payload } = await echo.sandbox.invokePayload(Buffer.from(event));
      // The adapter trims white space around the value.
      expect(JSON.parse(payload.toString()).body).toBe(realAdapter ? event.trim() : event);
    }
  });

  test('without an event sends an empty object, as Lambda does', async () => {
    await using echo = await startFixture('echo.mjs');
    expect(await echo.sandbox.invoke(undefined)).toMatchObject({ body: '{}' });
  });

  test('over 6 MiB is not taken', async () => {
    await using echo = await startFixture('echo.mjs');
    await expect(echo.sandbox.invoke('x'.repeat(6 * 1024 * 1024))).rejects.toMatchObject({
      code: 'ERR_EVENT_TOO_LARGE',
    });
    expect(await echo.sandbox.invoke('fits')).toMatchObject({ body: '"fits"' });
  });

  test('whose reply is over 6 MiB fails, and the next one succeeds', async () => {
    await using told = await startFixture('reply-as-told.mjs');
    const largest = 6_291_556;
    expect(await told.sandbox.invoke({ size: largest })).toHaveLength(largest - 2);
    const error = await failure(told.sandbox.invoke({ size: largest + 1 }));
    expect(error).toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage:
        'Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect(await told.sandbox.invoke({ body: '"next"' })).toBe('next');
  });

  test('refuses options that belong to the function', async () => {
    await using echo = await startFixture('echo.mjs');
    const invocation = echo.sandbox.invoke({}, { errorStatusCodes: '500', memoryMb: 1 });
    await expect(invocation).rejects.toThrow(/memoryMb, errorStatusCodes cannot be set/);
  });
});

describe('the environment of a handler', () => {
  test('has the variables of Lambda and of the function, and nothing of this shell', async () => {
    vi.stubEnv('OF_THIS_SHELL', 'yes');
    await using echo = await startFixture('echo.mjs', {
      name: 'worker',
      version: '7',
      memoryMb: 1769,
      env: { TABLE: 'jobs', AWS_REGION: 'eu-central-1', AWS_LAMBDA_FUNCTION_NAME: 'ignored' },
    });
    vi.unstubAllEnvs();
    const { env } = (await echo.sandbox.invoke({})) as Echo;
    expect(env).toMatchObject({
      TABLE: 'jobs',
      AWS_REGION: 'eu-central-1',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_LAMBDA_FUNCTION_NAME: 'worker',
      AWS_LAMBDA_FUNCTION_VERSION: '7',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/worker',
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/),
      AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LWA_PORT: new URL(echo.sandbox.url).port,
      PORT: new URL(echo.sandbox.url).port,
    });
    expect(env).not.toHaveProperty('OF_THIS_SHELL');
    expect(env).not.toHaveProperty('AWS_LAMBDA_MAX_CONCURRENCY');
  });
});

describe('a freeze', () => {
  test('of 5.5 s, longer than the adapter keeps connections, loses nothing', async () => {
    await using echo = await startFixture('echo.mjs');
    const before = (await echo.sandbox.invoke({ n: 1 })) as Echo;
    echo.sandbox.freeze();
    await sleep(5500);
    const after = (await echo.sandbox.invoke({ n: 2 })) as Echo;
    expect(after).toMatchObject({ pid: before.pid, body: '{"n":2}' });
    // On a new connection, as the adapter does; the fake has one per event anyway.
    expect(after.port).not.toBe(before.port);
  }, 15_000);

  test('in the middle of an event holds it up; thaw lets it go on', async () => {
    await using told = await startFixture('reply-as-told.mjs');
    const started = performance.now();
    const reply = told.sandbox.invoke({ delayMs: 100, body: '1' });
    await sleep(50);
    told.sandbox.freeze();
    await sleep(500);
    told.sandbox.thaw();
    expect(await reply).toBe(1);
    expect(performance.now() - started).toBeGreaterThan(500);
  });

  test('does not keep it from closing', async () => {
    const echo = await startFixture('echo.mjs');
    const { pid } = (await echo.sandbox.invoke({})) as Echo;
    echo.sandbox.freeze();
    await echo.sandbox.close();
    expect(isAlive(pid)).toBe(false);
  });
});

describe('closing', () => {
  test('sends SIGTERM and kills 300 ms later', async () => {
    const handler = await startFixture('shut-down.mjs', { args: ['1000'] });
    await handler.sandbox.close();
    const lines = handler.lines('handler');
    expect(lines[0]).toBe('SIGTERM');
    expect(lines).toContain('hook 200');
    expect(lines).not.toContain('hook 400');
  });

  test('does not wait longer than the hooks do', async () => {
    const handler = await startFixture('shut-down.mjs', { args: ['100'] });
    const started = performance.now();
    await handler.sandbox.close();
    expect(performance.now() - started).toBeLessThan(290);
    expect(handler.lines('handler')).toEqual(['SIGTERM', 'hook 50', 'hook 100']);
  });

  test('lets an event finish that can in that time', async () => {
    const handler = await startFixture('shut-down.mjs', { args: ['250'] });
    const reply = handler.sandbox.invoke({});
    await sleep(100);
    await handler.sandbox.close();
    expect(await reply).toBe('in time');
  });

  test('fails an event that cannot, and refuses later ones', async () => {
    const told = await startFixture('reply-as-told.mjs');
    const running = failure(told.sandbox.invoke({ hang: true }));
    const waiting = told.sandbox.invoke({ body: '1' });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'ERR_SHUTTING_DOWN' });
    await sleep(100);
    await told.sandbox.close();
    await running;
    await refused;
    await expect(told.sandbox.invoke({})).rejects.toMatchObject({ code: 'ERR_SHUTTING_DOWN' });
    await told.sandbox.close();
  });
});
