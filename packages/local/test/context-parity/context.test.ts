import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asciiJson } from '../support/ascii-json.js';
import { isVersion1 } from '../support/function-under-test.js';
import { startWholeContext, type WholeContext } from './whole-context.js';

/** The fields that are no functions. */
type Field = Exclude<keyof Context, 'getRemainingTimeInMillis' | 'done' | 'fail' | 'succeed'>;

const text = 'grün 😀 日本';
let orders: WholeContext;

beforeAll(async () => {
  orders = await startWholeContext({ name: 'orders', version: '7', memoryMb: 1769 });
});
afterAll(() => orders[Symbol.asyncDispose]());

describe('the context', () => {
  it('has each field as Lambda gave it', async () => {
    const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders:live';
    const { context, logStream } = await orders.invoke({ requestId: 'the-request', functionArn });
    const expected: Record<Field, unknown> = {
      callbackWaitsForEmptyEventLoop: false,
      functionName: 'orders',
      functionVersion: '7',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: '1769',
      awsRequestId: 'the-request',
      logGroupName: '/aws/lambda/orders',
      logStreamName: logStream,
      identity: undefined,
      clientContext: undefined,
      tenantId: undefined,
    };
    // The two fields of our own hold nothing but functions.
    expect(context).toEqual({ ...expected, signal: {}, log: {} });
  });

  it('has each function', async () => {
    const { types } = await orders.invoke({});
    const functions: Record<Exclude<keyof Context, Field>, string> = {
      getRemainingTimeInMillis: 'function',
      done: 'function',
      fail: 'function',
      succeed: 'function',
    };
    expect(types).toMatchObject(functions);
  });

  it("has the caller's Cognito identity", async () => {
    const identity = { cognitoIdentityId: 'eu-central-1:me', cognitoIdentityPoolId: 'the-pool' };
    expect((await orders.invoke({ identity })).context.identity).toEqual(identity);
  });

  it("has the caller's client context, whose environment Lambda calls env", async () => {
    const client = {
      installationId: 'i',
      appTitle: 't',
      appVersionName: 'n',
      appVersionCode: 'c',
      appPackageName: 'p',
    };
    const custom = { note: 'a "quoted" note', empty: '' };
    const environment = { platform: 'android', locale: 'de_DE' };
    const { context } = await orders.invoke({ clientContext: { client, custom, environment } });
    expect(context.clientContext).toEqual({ client, custom, env: environment });
  });

  it('has empty strings and objects where the client context is sparse', async () => {
    const { context } = await orders.invoke({ clientContext: { custom: { only: 'this' } } });
    const blank = {
      installationId: '',
      appTitle: '',
      appVersionName: '',
      appVersionCode: '',
      appPackageName: '',
    };
    expect(context.clientContext).toEqual({ client: blank, custom: { only: 'this' }, env: {} });
  });

  it(
    isVersion1 ? 'has the tenant' : 'has no tenant, of which this adapter tells nothing',
    async () => {
      for (const tenantId of ['blue', text]) {
        const { context, types, stored } = await orders.invoke({ tenantId });
        expect(context.tenantId).toBe(isVersion1 ? tenantId : undefined);
        expect(types.tenantId).toBe(isVersion1 ? 'string' : 'undefined');
        expect(stored.tenantId).toBe(isVersion1 ? tenantId : undefined);
      }
    },
  );

  it('is made for each invocation: what middleware writes to it is gone in the next', async () => {
    await orders.invoke({}, { write: { functionName: 'overwritten', user: 'Ada' } });
    const { context } = await orders.invoke({});
    expect(context.functionName).toBe('orders');
    expect(context).not.toHaveProperty('user');
  });
});

describe('UTF-8', () => {
  it('is whole in the trace id', async () => {
    const { stored } = await orders.invoke({ traceId: `Root=${text}` });
    expect(stored.traceId).toBe(`Root=${text}`);
  });

  // As bytes it would kill the adapter, but a caller may send it in escapes.
  it('is whole in the client context and the identity', async () => {
    const { context } = await orders.invoke({
      clientContext: {
        custom: { note: asciiJson(text) },
        environment: { locale: asciiJson(text) },
      },
      identity: { cognitoIdentityId: asciiJson(text), cognitoIdentityPoolId: 'the-pool' },
    });
    expect(context.clientContext).toMatchObject({ custom: { note: text }, env: { locale: text } });
    expect(context.identity).toEqual({
      cognitoIdentityId: text,
      cognitoIdentityPoolId: 'the-pool',
    });
  });
});
