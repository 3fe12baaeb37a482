import { describe, expect, it } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { adapters, call, expectFailure } from '../support/callers.js';
import { send } from '../support/http.js';
import { serve } from '../support/serve.js';

const neverCalled = () => {
  throw new Error('the handler was called');
};

// What the adapter puts into x-amzn-request-context for events that it takes for HTTP requests.
const requestContexts: [string, object][] = [
  ['an HTTP API', { http: { method: 'POST', path: '/events' }, stage: '$default' }],
  ['a REST API', { httpMethod: 'POST', path: '/events', resourcePath: '/events' }],
  ['a load balancer', { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:x' } }],
];

describe.each(adapters)('from $name', (caller) => {
  it.each(requestContexts)(
    'a request of %s to the event path is no event: the invocation fails',
    async (_what, requestContext) => {
      const headers = { 'x-amzn-request-context': JSON.stringify(requestContext) };
      const failed = await call(caller, neverCalled, { request: { headers } });
      await expectFailure(caller, failed, { code: 'ERR_EVENT_MISROUTED' });
    },
  );

  it('a request of an HTTP API to its own path fails, and the log says what to do', async () => {
    const headers = { 'x-amzn-request-context': JSON.stringify({ http: { method: 'GET' } }) };
    const failed = await call(caller, neverCalled, {
      request: { method: 'GET', path: '/orders/1', headers },
    });
    const message = expect.stringContaining('GET /orders/1');
    await expectFailure(caller, failed, { code: 'ERR_EVENT_MISROUTED', message });
  });

  it('an event on another path than ours says which variable to set', async () => {
    const failed = await call(caller, neverCalled, { request: { path: '/jobs' } });
    const message = expect.stringContaining('AWS_LWA_PASS_THROUGH_PATH');
    await expectFailure(caller, failed, { code: 'ERR_EVENT_MISROUTED', message });
  });
});

it('an older adapter sends no request context with an event, which is then taken', async () => {
  const { url } = await serve(() => 'taken');
  const { 'x-amzn-request-context': _none, ...headers } = adapterHeaders();
  expect((await send(url, { headers, body: '{}' })).text).toBe('"taken"');
});

it('a misrouted event in the log carries the request id', async () => {
  const { url, log } = await serve(neverCalled);
  await send(url, { path: '/x', headers: adapterHeaders(), body: '{}' }).catch(() => {});
  expect(log.lines[0]).toMatchObject({ requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd' });
});
