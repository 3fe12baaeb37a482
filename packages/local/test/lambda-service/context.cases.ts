import type { InvokeOptions } from 'lwa-bridge/testing';
import { describe, expect, test } from 'vitest';
import { type Echo, failure, startFixture } from './adapter-under-test.js';

/** What the adapter tells a handler of an invocation. */
export function testContext({ isVersion1 }: { isVersion1: boolean }): void {
  async function echoOf(options: InvokeOptions): Promise<Echo> {
    await using echo = await startFixture('echo.mjs', { name: 'worker', memoryMb: 1769 });
    return (await echo.sandbox.invoke({}, options)) as Echo;
  }

  describe('the context', () => {
    test('has each field', async () => {
      const before = Date.now();
      const { headers, context, env } = await echoOf({
        requestId: 'the-request',
        timeoutMs: 5000,
        functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:worker:live',
        traceId: 'Root=1-2-3;Parent=4;Sampled=1',
      });
      expect(context).toEqual({
        request_id: 'the-request',
        deadline: expect.any(Number),
        invoked_function_arn: 'arn:aws:lambda:eu-central-1:123456789012:function:worker:live',
        xray_trace_id: 'Root=1-2-3;Parent=4;Sampled=1',
        client_context: null,
        identity: null,
        ...(isVersion1 && { tenant_id: null }),
        env_config: {
          function_name: 'worker',
          memory: 1769,
          version: '$LATEST',
          log_group: '/aws/lambda/worker',
          log_stream: env.AWS_LAMBDA_LOG_STREAM_NAME,
        },
      });
      expect(Number(context.deadline) - before).toBeGreaterThanOrEqual(5000);
      expect(Number(context.deadline) - Date.now()).toBeLessThanOrEqual(5000);
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'x-amzn-request-context': 'null',
        'x-amzn-trace-id': 'Root=1-2-3;Parent=4;Sampled=1',
      });
    });

    test('is UTF-8', async () => {
      const { context, trace } = await echoOf({ traceId: 'Root=grün 😀' });
      expect(context.xray_trace_id).toBe('Root=grün 😀');
      expect(trace).toBe('Root=grün 😀');
    });

    test('has the identity', async () => {
      const { context } = await echoOf({
        identity: { cognitoIdentityId: 'me', cognitoIdentityPoolId: 'pool' },
      });
      expect(context.identity).toEqual({ identityId: 'me', identityPoolId: 'pool' });
    });

    test('has the client context, with empty strings for what the caller left out', async () => {
      const client = {
        installationId: 'i',
        appTitle: 't',
        appVersionName: 'n',
        appVersionCode: 'c',
        appPackageName: 'p',
      };
      const clientContext = { client, custom: { a: 'b' }, environment: { e: 'f' } };
      expect((await echoOf({ clientContext })).context.client_context).toEqual(clientContext);

      const blank = Object.fromEntries(Object.keys(client).map((key) => [key, '']));
      const sparse = await echoOf({ clientContext: { custom: { a: 'b' } } });
      const expected = { client: blank, custom: { a: 'b' }, environment: {} };
      expect(sparse.context.client_context).toEqual(expected);
    });

    test.for<{ because: string; options: InvokeOptions }>([
      { because: 'a client with some fields', options: { clientContext: { client: { a: 1 } } } },
      { because: 'custom values of no text', options: { clientContext: { custom: { a: 1 } } } },
      { because: 'a character beyond ASCII', options: { clientContext: { custom: { a: 'ü' } } } },
    ])(
      'that it cannot read kills the adapter, not the next event: $because',
      async ({ options }) => {
        await using echo = await startFixture('echo.mjs');
        const error = await failure(echo.sandbox.invoke({}, options));
        expect(error.errorType).toBe('Extension.Crash');
        expect(error.errorMessage).toMatch(`exit status ${isVersion1 ? 1 : 101}`);
        expect(await echo.sandbox.invoke({})).toMatchObject({ body: '{}' });
      },
    );
  });

  test(
    isVersion1 ? 'the tenant comes in the context and a header' : 'the tenant is not handed on',
    async () => {
      const { context, tenant } = await echoOf({ tenantId: 'grün' });
      expect(context.tenant_id).toBe(isVersion1 ? 'grün' : undefined);
      expect(tenant).toBe(isVersion1 ? 'grün' : '');
    },
  );

  test(
    isVersion1 ? 'several events come at once' : 'events come one at a time, whatever is set',
    async () => {
      await using told = await startFixture('reply-as-told.mjs', { concurrency: 4 });
      const events = Array.from({ length: 8 }, () => ({ delayMs: 200, running: true }));
      const replies = await Promise.all(events.map((event) => told.sandbox.invoke(event)));
      expect(Math.max(...replies.map(Number))).toBe(isVersion1 ? 4 : 1);
    },
  );

  test('each of several events gets its own answer', async () => {
    await using echo = await startFixture('echo.mjs', { concurrency: 10 });
    const ids = Array.from({ length: 50 }, (_, n) => `request-${n}`);
    const replies = await Promise.all(
      ids.map((requestId) => echo.sandbox.invoke({ of: requestId }, { requestId })),
    );
    for (const [n, reply] of (replies as Echo[]).entries()) {
      expect(reply.context.request_id).toBe(ids[n]);
      expect(JSON.parse(reply.body)).toEqual({ of: ids[n] });
    }
  });
}
