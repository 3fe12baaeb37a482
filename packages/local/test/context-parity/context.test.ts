import type { Context } from 'aws-lambda';
import type { InvokeOptions } from 'lwa-bridge/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asciiJson } from '../support/ascii-json.js';
import {
  type FunctionUnderTest,
  isVersion1,
  startFunction,
} from '../support/function-under-test.js';

/** The fields that are no functions. */
type Field = Exclude<keyof Context, 'getRemainingTimeInMillis' | 'done' | 'fail' | 'succeed'>;

/** What `whole-context.mjs` replies. */
interface Seen {
  context: Record<string, unknown>;
  types: Record<string, string>;
  /** Milliseconds, before and after the pause. */
  left: [number, number];
  stored: { requestId?: string; traceId?: string; tenantId?: string };
  logStream: string;
}

const file = new URL('fixtures/whole-context.mjs', import.meta.url);
const timeoutMs = 20_000;
const text = 'grün 😀 日本';
let orders: FunctionUnderTest;

beforeAll(async () => {
  orders = await startFunction(file, {
    name: 'orders',
    version: '7',
    memoryMb: 1769,
    timeoutMs,
  });
});
afterAll(() => orders[Symbol.asyncDispose]());

const invoke = async (options: InvokeOptions, event: object = {}) =>
  (await orders.invoke(event, options)) as Seen;

describe('the context', () => {
  it('has each field as Lambda gave it', async () => {
    const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders:live';
    const { context, logStream } = await invoke({ requestId: 'the-request', functionArn });
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
    const { types } = await invoke({});
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
    expect((await invoke({ identity })).context.identity).toEqual(identity);
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
    const { context } = await invoke({ clientContext: { client, custom, environment } });
    expect(context.clientContext).toEqual({ client, custom, env: environment });
  });

  it('has empty strings and objects where the client context is sparse', async () => {
    const { context } = await invoke({ clientContext: { custom: { only: 'this' } } });
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
        const { context, types, stored } = await invoke({ tenantId });
        expect(context.tenantId).toBe(isVersion1 ? tenantId : undefined);
        expect(types.tenantId).toBe(isVersion1 ? 'string' : 'undefined');
        expect(stored.tenantId).toBe(isVersion1 ? tenantId : undefined);
      }
    },
  );

  it('is made for each invocation: what middleware writes to it is gone in the next', async () => {
    await invoke({}, { write: { functionName: 'overwritten', user: 'Ada' } });
    const { context } = await invoke({});
    expect(context.functionName).toBe('orders');
    expect(context).not.toHaveProperty('user');
  });
});

describe('UTF-8', () => {
  it('is whole in the trace id', async () => {
    const { stored } = await invoke({ traceId: `Root=${text}` });
    expect(stored.traceId).toBe(`Root=${text}`);
  });

  // As bytes it would kill the adapter, but a caller may send it in escapes.
  it('is whole in the client context and the identity', async () => {
    const { context } = await invoke({
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

describe('the remaining time', () => {
  it('is what is left of the timeout, and gets less', async () => {
    const pauseMs = 300;
    const started = performance.now();
    const { left } = await invoke({}, { pauseMs });
    const took = performance.now() - started;
    expect(left[0]).toBeLessThanOrEqual(timeoutMs);
    expect(left[0]).toBeGreaterThan(timeoutMs - (took - pauseMs) - 10);
    // A timer may fire a millisecond early, and both clocks are read in whole milliseconds.
    expect(left[0] - left[1]).toBeGreaterThanOrEqual(pauseMs - 2);
    expect(left[0] - left[1]).toBeLessThanOrEqual(took);
  });

  it("is of this invocation's own deadline", async () => {
    const [long, short] = await Promise.all([
      invoke({ timeoutMs: 15_000 }),
      invoke({ timeoutMs: 5000 }),
    ]);
    expect(long.left[0]).toBeGreaterThan(10_000);
    expect(long.left[0]).toBeLessThanOrEqual(15_000);
    expect(short.left[0]).toBeGreaterThan(0);
    expect(short.left[0]).toBeLessThanOrEqual(5000);
  });
});

it('log lines bear the request id that Lambda gave', async () => {
  const ids = ['log-1', 'log-2', 'log-3'];
  for (const requestId of ids) await invoke({ requestId });
  await expect
    .poll(() => logged().filter(({ requestId }) => requestId.startsWith('log-')))
    .toEqual(ids.map((requestId) => expect.objectContaining({ requestId, message: 'handled' })));
});

function logged(): { requestId: string; message: string }[] {
  return orders
    .lines()
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

it('50 invocations at once have a context each', async () => {
  await using busy = await startFunction(file, { concurrency: 50 });
  const invocations = Array.from({ length: 50 }, (_, n) => ({
    requestId: `request-${n}`,
    functionArn: `arn:aws:lambda:eu-central-1:123456789012:function:orders:alias-${n}`,
    traceId: `Root=1-5759e988-${String(n).padStart(24, '0')};Parent=53995c3f42cd8ad8;Sampled=1`,
    identity: { cognitoIdentityId: `id-${n}`, cognitoIdentityPoolId: `pool-${n}` },
    clientContext: { custom: { n: String(n) } },
    ...(isVersion1 && { tenantId: `tenant-${n}` }),
  }));
  const replies = await Promise.all(
    invocations.map((options) => busy.invoke({ pauseMs: 50 }, options)),
  );
  for (const [n, options] of invocations.entries()) {
    const { context, stored } = replies[n] as Seen;
    expect(context).toMatchObject({
      awsRequestId: options.requestId,
      invokedFunctionArn: options.functionArn,
      identity: options.identity,
      clientContext: { custom: { n: String(n) } },
    });
    expect(context.tenantId).toBe(options.tenantId);
    expect(stored).toEqual({
      requestId: options.requestId,
      traceId: options.traceId,
      tenantId: options.tenantId,
    });
  }
});
