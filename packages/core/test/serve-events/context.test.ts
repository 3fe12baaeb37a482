import { describe, expect, it } from 'vitest';
import type { EventContext } from '../../src/serve-events/event-context.js';
import { adapterHeaders, utf8 } from '../support/adapter-headers.js';
import { curlHeaders, send } from '../support/http.js';
import { type ServeOptions, serve } from '../support/serve.js';

/** The context that a handler gets for these headers, in plain data. */
async function contextOf(
  headers: Record<string, string>,
  options: ServeOptions = {},
): Promise<Record<string, unknown>> {
  const { url } = await serve((_event, context: EventContext) => {
    const { signal: _signal, log: _log, ...fields } = context;
    return { ...fields, left: context.getRemainingTimeInMillis() };
  }, options);
  return JSON.parse((await send(url, { headers, body: '{}' })).text);
}

const outsideLambda = {
  AWS_LAMBDA_FUNCTION_NAME: undefined,
  AWS_LAMBDA_FUNCTION_VERSION: undefined,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: undefined,
  AWS_LAMBDA_LOG_GROUP_NAME: undefined,
  AWS_LAMBDA_LOG_STREAM_NAME: undefined,
  AWS_REGION: undefined,
};

describe('behind the adapter', () => {
  it('each field has the value that Lambda gave', async () => {
    expect(await contextOf(adapterHeaders({ deadline: Date.now() + 10_000 }))).toEqual({
      callbackWaitsForEmptyEventLoop: expect.any(Boolean),
      functionName: 'orders',
      functionVersion: '7',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:orders:live',
      memoryLimitInMB: '512',
      awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
      logGroupName: '/aws/lambda/orders',
      logStreamName: '2026/03/01/[7]abc',
      left: expect.any(Number),
    });
  });

  it('the remaining time counts down to the deadline, and no further than 0', async () => {
    const context = await contextOf(adapterHeaders({ deadline: Date.now() + 10_000 }));
    expect(context.left).toBeGreaterThan(9000);
    expect(context.left).toBeLessThanOrEqual(10_000);

    const left: number[] = [];
    const { url } = await serve((_event, { getRemainingTimeInMillis }) => {
      left.push(getRemainingTimeInMillis());
    });
    const headers = adapterHeaders({ deadline: Date.now() - 60_000 });
    await send(url, { headers, body: '{}' }).catch(() => {});
    expect(left).toEqual([0]);
  });

  it('the header is UTF-8', async () => {
    const custom = { name: 'Jürgen 😀', schlüssel: '日本' };
    const context = await contextOf(
      adapterHeaders({
        client_context: { client: {}, custom, environment: {} },
        request_id: 'größe',
      }),
    );
    expect(context.awsRequestId).toBe('größe');
    expect(context.clientContext).toMatchObject({ custom });
  });

  it("the identity has the names of Lambda's own type", async () => {
    const identity = { identityId: 'eu-central-1:me', identityPoolId: 'eu-central-1:pool' };
    expect((await contextOf(adapterHeaders({ identity }))).identity).toEqual({
      cognitoIdentityId: 'eu-central-1:me',
      cognitoIdentityPoolId: 'eu-central-1:pool',
    });
  });

  it.each([null, undefined])('an identity and client context of %s are undefined', async (none) => {
    const context = await contextOf(adapterHeaders({ identity: none, client_context: none }));
    expect(context).not.toHaveProperty('identity');
    expect(context).not.toHaveProperty('clientContext');
  });

  it("the client context has the names of Lambda's own type", async () => {
    const client = {
      installationId: '',
      appTitle: 'Shop',
      appVersionName: '',
      appVersionCode: '',
      appPackageName: '',
    };
    const sent = { client, custom: { a: 'b' }, environment: { locale: 'de_DE', make: '' } };
    expect((await contextOf(adapterHeaders({ client_context: sent }))).clientContext).toEqual({
      client,
      custom: { a: 'b' },
      env: { locale: 'de_DE', make: '' },
    });
  });

  it('the tenant id comes from the context, or from its own header', async () => {
    expect((await contextOf(adapterHeaders({ tenant_id: 'acme' }))).tenantId).toBe('acme');
    const headers = { ...adapterHeaders(), 'x-amz-tenant-id': utf8('acmé') };
    expect((await contextOf(headers)).tenantId).toBe('acmé');
    expect(await contextOf(adapterHeaders())).not.toHaveProperty('tenantId');
  });

  it('the memory is a text, the ARN the one that was invoked, whatever the environment says', async () => {
    const env = { AWS_LAMBDA_FUNCTION_NAME: 'other', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' };
    expect(await contextOf(adapterHeaders(), { env })).toMatchObject({
      functionName: 'orders',
      memoryLimitInMB: '512',
    });
  });
});

describe('outside Lambda', () => {
  it('each field has a sensible value', async () => {
    expect(await contextOf(curlHeaders, { env: outsideLambda })).toEqual({
      callbackWaitsForEmptyEventLoop: expect.any(Boolean),
      functionName: 'local',
      functionVersion: '$LATEST',
      invokedFunctionArn: expect.stringMatching(
        /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:local$/,
      ),
      memoryLimitInMB: expect.stringMatching(/^\d+$/),
      awsRequestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      logGroupName: '/aws/lambda/local',
      logStreamName: expect.any(String),
      left: 2_147_483_647,
    });
  });

  it('each event has a request id of its own', async () => {
    const { url } = await serve((_event, { awsRequestId }) => awsRequestId);
    const ids = new Set<string>();
    for (let n = 0; n < 5; n++) {
      ids.add((await send(url, { headers: curlHeaders, body: '{}' })).text);
    }
    expect(ids.size).toBe(5);
  });

  it("the environment's function name, version, memory and log names are used", async () => {
    const env = {
      AWS_LAMBDA_FUNCTION_NAME: 'orders',
      AWS_LAMBDA_FUNCTION_VERSION: '3',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
      AWS_LAMBDA_LOG_GROUP_NAME: '/logs/orders',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
    };
    expect(await contextOf(curlHeaders, { env })).toMatchObject({
      functionName: 'orders',
      functionVersion: '3',
      memoryLimitInMB: '1024',
      logGroupName: '/logs/orders',
      logStreamName: 'stream',
    });
  });

  it('a handler may take as long as a debugger needs: setTimeout takes the time that is left', async () => {
    const { url } = await serve((_event, { getRemainingTimeInMillis, signal }) => {
      const timer = setTimeout(() => {}, getRemainingTimeInMillis());
      const { _idleTimeout: waits } = timer as unknown as { _idleTimeout: number };
      clearTimeout(timer);
      return [waits, signal.aborted];
    });
    const { text } = await send(url, { headers: curlHeaders, body: '{}' });
    expect(JSON.parse(text)).toEqual([2_147_483_647, false]);
  });
});

it('getRemainingTimeInMillis works without its context', async () => {
  const { url } = await serve((_event, { getRemainingTimeInMillis: left }) => left() > 0);
  expect((await send(url, { headers: adapterHeaders(), body: '{}' })).text).toBe('true');
});
