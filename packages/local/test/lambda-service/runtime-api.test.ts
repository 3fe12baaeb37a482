import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { invocation, startApi } from './api-under-test.js';

describe('GET /runtime/invocation/next', () => {
  test('waits for an invocation and gives it with every header', async () => {
    const { invocations, next, api } = await startApi();
    expect(api.isReady()).toBe(false);
    const polled = next();
    await expect.poll(api.isReady).toBe(true);
    invocations.run(
      invocation({ clientContext: '{"custom":{}}', identity: '{"a":"ü"}', tenantId: 'blue' }),
    );
    const response = await polled;
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': 'the-request',
      'lambda-runtime-deadline-ms': '1700000000000',
      'lambda-runtime-invoked-function-arn':
        'arn:aws:lambda:eu-central-1:123456789012:function:worker',
      'lambda-runtime-trace-id': 'Root=1-2-3',
      'lambda-runtime-client-context': '{"custom":{}}',
      // The bytes of UTF-8, which fetch shows as latin1.
      'lambda-runtime-cognito-identity': '{"a":"Ã¼"}',
      'lambda-runtime-aws-tenant-id': 'blue',
    });
    expect(await response.text()).toBe('{"a": "ü"}');
  });

  test('leaves out the headers that have no value', async () => {
    const { invocations, next } = await startApi();
    invocations.run(invocation());
    const names = [...(await next()).headers.keys()];
    expect(names).not.toContain('lambda-runtime-client-context');
    expect(names).not.toContain('lambda-runtime-cognito-identity');
    expect(names).not.toContain('lambda-runtime-aws-tenant-id');
  });

  test('that broke off takes no invocation', async () => {
    const { invocations, runtime, next, api } = await startApi();
    const gone = new AbortController();
    const aborted = fetch(`${runtime}/invocation/next`, { signal: gone.signal }).catch(
      () => 'gone',
    );
    await expect.poll(api.isReady).toBe(true);
    gone.abort();
    expect(await aborted).toBe('gone');
    // Until the server has seen it, too.
    await sleep(100);
    invocations.run(invocation());
    expect((await next()).status).toBe(200);
  });

  test('gives each of several polls an invocation of its own', async () => {
    const { invocations, next } = await startApi();
    const polls = [next(), next()];
    for (const requestId of ['a', 'b']) invocations.run(invocation({ requestId }));
    const responses = await Promise.all(polls);
    const ids = responses.map(({ headers }) => headers.get('lambda-runtime-aws-request-id'));
    expect(ids.sort()).toEqual(['a', 'b']);
  });
});

describe('POST /runtime/invocation/{id}', () => {
  async function running() {
    const started = await startApi();
    const result = started.invocations.run(invocation());
    await started.next();
    return { ...started, result, url: `${started.runtime}/invocation/the-request` };
  }

  test('/response is the reply, byte for byte', async () => {
    const { post, url, result } = await running();
    const response = await post(`${url}/response`, ' { "reply" : 1 } ');
    expect(response.status).toBe(202);
    expect(await result).toEqual({ payload: Buffer.from(' { "reply" : 1 } ') });
  });

  test('/error is the function error', async () => {
    const { post, url, result } = await running();
    expect((await post(`${url}/error`, '{"errorType":"E"}')).status).toBe(202);
    const payload = Buffer.from('{"errorType":"E"}');
    expect(await result).toEqual({ payload, functionError: 'Unhandled' });
  });

  test('over the limit is refused, and fails the invocation', async () => {
    const { post, url, result } = await running();
    const response = await post(`${url}/response`, 'x'.repeat(6_291_557));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errorType: 'RequestEntityTooLarge' });
    const { payload, functionError } = (await result) ?? {};
    expect(functionError).toBe('Unhandled');
    expect(String(payload)).toContain('"errorType":"Function.ResponseSizeTooLarge"');
  });

  test('that breaks off fails the invocation', async () => {
    const { url, result } = await running();
    const headers = { 'content-length': 100 };
    const broken = request(`${url}/response`, { method: 'POST', headers }).on('error', () => {});
    broken.write('{"cut":');
    setTimeout(() => broken.destroy(), 50);
    expect(String((await result)?.payload)).toContain('"errorType":"Runtime.TruncatedResponse"');
  });

  test('in streaming mode says in its trailers that it failed', async () => {
    const { url, result } = await running();
    const streamed = request(`${url}/response`, {
      method: 'POST',
      headers: {
        'lambda-runtime-function-response-mode': 'streaming',
        trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
      },
    });
    streamed.write('half a reply');
    streamed.addTrailers({
      'Lambda-Runtime-Function-Error-Type': 'E',
      'Lambda-Runtime-Function-Error-Body': Buffer.from('{"errorType":"E"}').toString('base64'),
    });
    streamed.end();
    const payload = Buffer.from('{"errorType":"E"}');
    expect(await result).toEqual({ payload, functionError: 'Unhandled' });
  });

  test('of an id that is not open is refused: unknown, answered, or never handed out', async () => {
    const { post, url, runtime, result, invocations } = await running();
    await post(`${url}/response`, '1');
    invocations.run(invocation({ requestId: 'waiting' }));
    for (const id of ['unknown', 'the-request', 'waiting']) {
      const response = await post(`${runtime}/invocation/${id}/response`, '2');
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errorType: 'InvalidRequestID' });
    }
    expect(String((await result)?.payload)).toBe('1');
  });
});

test('POST /runtime/init/error is passed on as it is', async () => {
  const { post, runtime, failures } = await startApi();
  expect((await post(`${runtime}/init/error`, '{"errorType":"E"}')).status).toBe(202);
  expect(failures).toMatchObject([{ payload: Buffer.from('{"errorType":"E"}') }]);
});

test('what Lambda does not have is a 404', async () => {
  const { post, runtime, api } = await startApi();
  expect((await fetch(`http://${api.address}/`)).status).toBe(404);
  expect((await post(`${runtime}/invocation/next`)).status).toBe(404);
});
