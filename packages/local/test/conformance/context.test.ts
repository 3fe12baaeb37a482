import type { InvokeOptions } from 'lwa-bridge/testing';
import { describe, expect, test } from 'vitest';
import { lambdas } from './lambdas.js';
import { observe, wayOf } from './observe.js';
import { useLambda } from './use-lambda.js';

/** What `echo.mjs` tells of an invocation. */
interface Echo {
  headers: Record<string, string>;
  context: Record<string, unknown>;
  tenant: string;
  trace: string;
  env: Record<string, string>;
}

const client = {
  installationId: 'i',
  appTitle: 't',
  appVersionName: 'n',
  appVersionCode: 'c',
  appPackageName: 'p',
};
const blank = Object.fromEntries(Object.keys(client).map((field) => [field, '']));

const clientContexts: { name: string; sent: InvokeOptions['clientContext']; seen: object }[] = [
  {
    name: 'whole',
    sent: { client, custom: { a: 'b' }, environment: { e: 'f' } },
    seen: { client, custom: { a: 'b' }, environment: { e: 'f' } },
  },
  { name: 'empty', sent: {}, seen: { client: blank, custom: {}, environment: {} } },
  {
    name: 'without a client',
    sent: { custom: { a: '"b" \\' } },
    seen: { client: blank, custom: { a: '"b" \\' }, environment: {} },
  },
];

const unreadable: { name: string; options: InvokeOptions }[] = [
  { name: 'a custom value of no text', options: { clientContext: { custom: { a: 1 } } } },
  { name: 'an environment of no text', options: { clientContext: { environment: { a: 1 } } } },
  { name: 'a custom value beyond ASCII', options: { clientContext: { custom: { a: 'ü' } } } },
  {
    name: 'an identity beyond ASCII',
    options: { identity: { cognitoIdentityId: 'ü', cognitoIdentityPoolId: 'p' } },
  },
  { name: 'a function ARN beyond ASCII', options: { functionArn: 'arn:ü' } },
];

describe.each(lambdas)('$name', (lambda) => {
  const isVersion1 = lambda.version === '1.0';
  const program = { file: 'lambda-service/fixtures/echo.mjs', name: 'worker', memoryMb: 1769 };
  const echo = useLambda(lambda, program);
  const echoOf = async (options: InvokeOptions) => (await echo().invoke({}, options)) as Echo;

  test('the handler is told of the invocation', async () => {
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
    expect(headers).not.toHaveProperty('x-amz-tenant-id');
  });

  test('the headers are UTF-8', async () => {
    const { context, trace } = await echoOf({ traceId: 'Root=grün 😀' });
    expect(context.xray_trace_id).toBe('Root=grün 😀');
    expect(trace).toBe('Root=grün 😀');
  });

  test('the identity', async () => {
    const identity = { cognitoIdentityId: 'me', cognitoIdentityPoolId: 'pool' };
    const { context } = await echoOf({ identity });
    expect(context.identity).toEqual({ identityId: 'me', identityPoolId: 'pool' });
  });

  test(`the tenant${isVersion1 ? '' : ', of which this version tells nothing'}`, async () => {
    const { context, tenant } = await echoOf({ tenantId: 'grün' });
    expect(context.tenant_id).toBe(isVersion1 ? 'grün' : undefined);
    expect(tenant).toBe(isVersion1 ? 'grün' : '');
  });

  test.for(clientContexts)('a client context: $name', async ({ sent, seen }) => {
    const { context } = await echoOf({ ...(sent && { clientContext: sent }) });
    expect(context.client_context).toEqual(seen);
  });

  // `invoke` completes it, so that no test sends what would end the real adapter.
  test(`a client with some fields ${lambda.isStandIn ? 'is completed' : 'ends the adapter'}`, async () => {
    const clientContext = { client: { appTitle: 't' } };
    const seen = await observe(echo().invoke({}, { clientContext }));
    expect(wayOf(seen)).toBe(lambda.isStandIn ? 'reply' : 'adapter');
    const completed = { client_context: { client: { ...blank, appTitle: 't' } } };
    if (!seen.error) expect(seen.reply).toMatchObject({ context: completed });
  });

  test.for(unreadable)('$name ends the adapter, and not the next event', async ({ options }) => {
    const { error } = await observe(echo().invoke({}, { ...options, requestId: 'the-last' }));
    const status = isVersion1 ? 1 : 101;
    expect(error).toMatchObject({
      errorType: 'Extension.Crash',
      errorMessage: `RequestId: the-last Error: exit status ${status}`,
    });
    expect(await echo().invoke({})).toMatchObject({ body: '{}' });
  });
});
