import { describe, expect, it } from 'vitest';
import type { EventContext } from '../../src/serve-events/event-context.js';
import { FunctionError, invoke } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { serve, stubEnv } from '../support/serve.js';
import { never } from '../support/wait.js';

const quiet = () => ({ log: recordedLog() });

describe('invoke of a handler', () => {
  it('gives the value that Lambda would see', async () => {
    expect(
      await invoke(({ name }: { name: string }) => ({ hello: name }), { name: 'Ada' }),
    ).toEqual({
      hello: 'Ada',
    });
    expect(await invoke(() => undefined, {})).toBeNull();
  });

  it('rejects as the function error, with what the handler threw', async () => {
    const handler = () => {
      throw new TypeError('no such order');
    };
    const error = await invoke(handler, {}, quiet()).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(FunctionError);
    expect(error).toMatchObject({
      code: 'ERR_FUNCTION_ERROR',
      errorMessage: 'Request failed with configured error status code: 500',
      message: expect.stringContaining('TypeError: no such order'),
      cause: { errorType: 'TypeError', errorMessage: 'no such order' },
    });
  });

  it('rejects where 500 is not covered too: the connection is closed', async () => {
    const handler = () => {
      throw new Error('no');
    };
    const options = { ...quiet(), errorStatusCodes: '' };
    await expect(invoke(handler, {}, options)).rejects.toMatchObject({
      errorMessage: expect.stringContaining('client error (SendRequest)'),
    });
  });

  it('rejects at the deadline', async () => {
    const options = { ...quiet(), timeoutMs: 60 };
    await expect(invoke(never, {}, options)).rejects.toThrow(FunctionError);
  });

  it('gives the context that its options say', async () => {
    const context = (await invoke(
      (
        _event,
        { functionName, awsRequestId, tenantId, clientContext, identity }: EventContext,
      ) => ({
        functionName,
        awsRequestId,
        tenantId,
        custom: clientContext?.custom,
        identity,
      }),
      {},
      {
        functionName: 'orders',
        requestId: 'r-1',
        tenantId: 'acme',
        clientContext: { custom: { a: 'b' } },
        identity: { cognitoIdentityId: 'me', cognitoIdentityPoolId: 'pool' },
      },
    )) as object;
    expect(context).toEqual({
      functionName: 'orders',
      awsRequestId: 'r-1',
      tenantId: 'acme',
      custom: { a: 'b' },
      identity: { cognitoIdentityId: 'me', cognitoIdentityPoolId: 'pool' },
    });
  });

  it('sends bytes as they are, such as those of a recorded event', async () => {
    const handler = (event: object) => Object.keys(event);
    expect(await invoke(handler, Buffer.from('{"b":1e400,"a":[]}'))).toEqual(['b', 'a']);
    await expect(invoke(handler, Buffer.from('{"b":'))).rejects.toMatchObject({
      errorType: '&lambda_runtime::deserializer::DeserializeError',
    });
  });

  it('completes a client context, and refuses one that would end the adapter', async () => {
    const handler = (_event: unknown, { clientContext }: EventContext) => clientContext ?? null;
    const clientContext = { client: { appTitle: 'shop' }, custom: { a: 'b' } };
    expect(await invoke(handler, {}, { clientContext })).toEqual({
      client: {
        ...{ installationId: '', appTitle: 'shop', appVersionName: '' },
        ...{ appVersionCode: '', appPackageName: '' },
      },
      custom: { a: 'b' },
      env: {},
    });
    const unreadable = { ...quiet(), requestId: 'it', clientContext: { custom: { a: 1 } } };
    await expect(invoke(handler, {}, unreadable)).rejects.toMatchObject({
      errorType: 'Extension.Crash',
      errorMessage: 'RequestId: it Error: exit status 1',
      message: expect.stringContaining('a is no string'),
    });
  });

  it('stays connected past the deadline, as the adapter does', async () => {
    const reasons: unknown[] = [];
    const handler = async (_event: unknown, { signal }: EventContext) => {
      signal.addEventListener('abort', () => reasons.push(signal.reason));
      await never();
    };
    const late = invoke(handler, {}, { ...quiet(), timeoutMs: 50 });
    await expect(late).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });
    await expect.poll(() => reasons).toMatchObject([{ code: 'ERR_DEADLINE_EXCEEDED' }]);
  });

  it('is not disturbed by the settings of this machine', async () => {
    stubEnv({ PORT: '1', AWS_LWA_PORT: '2', AWS_LWA_PASS_THROUGH_PATH: undefined });
    expect(await invoke(() => 'done', {})).toBe('done');
  });

  it('leaves no signal handlers and no open port behind', async () => {
    const listeners = process.listenerCount('SIGTERM');
    await Promise.all(Array.from({ length: 20 }, () => invoke(() => 1, {})));
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
    await expect
      .poll(() => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap'))
      .toEqual([]);
  });
});

it('invoke of a running server takes its address', async () => {
  const server = await serve((event) => event);
  expect(await invoke(server, { a: 1 })).toEqual({ a: 1 });
});
