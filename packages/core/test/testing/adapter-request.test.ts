import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { FunctionError, type InvokeOptions, invoke } from '../../src/testing/index.js';
import { plainServer } from '../support/plain-server.js';
import { serve } from '../support/serve.js';

/** The request that a server behind the adapter gets. */
async function requestOf(event: unknown, options: InvokeOptions = {}) {
  let sent: { method?: string; url?: string; headers: IncomingHttpHeaders; body: string } = {
    headers: {},
    body: '',
  };
  const url = await plainServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    sent = { method, url, headers, body: Buffer.concat(chunks).toString() };
    response.setHeader('content-type', 'application/json');
    response.end('"done"');
  });
  const reply = await invoke({ url }, event, options);
  const context = Buffer.from(String(sent.headers['x-amzn-lambda-context']), 'latin1');
  return { ...sent, context: JSON.parse(context.toString()), reply };
}

describe('invoke sends what the adapter sends', () => {
  it('POST on the pass-through path, with the event as its body', async () => {
    const { method, url, headers, body } = await requestOf({ a: 'ü😀' });
    expect({ method, url, body }).toEqual({ method: 'POST', url: '/events', body: '{"a":"ü😀"}' });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-amzn-request-context': 'null',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/),
    });
    expect(headers).not.toHaveProperty('accept-encoding');
  });

  it('another path where the adapter is told so', async () => {
    expect((await requestOf({}, { passThroughPath: '/jobs' })).url).toBe('/jobs');
  });

  it('the context, field by field, with null for what is absent', async () => {
    const before = Date.now();
    const { context } = await requestOf(
      {},
      {
        requestId: 'r-1',
        timeoutMs: 5000,
        functionName: 'orders',
        functionVersion: '7',
        functionArn: 'arn:aws:lambda:eu-central-1:1:function:orders:live',
        memoryMb: 512,
        traceId: 'Root=1-2-3',
      },
    );
    expect(context).toEqual({
      request_id: 'r-1',
      deadline: expect.any(Number),
      invoked_function_arn: 'arn:aws:lambda:eu-central-1:1:function:orders:live',
      xray_trace_id: 'Root=1-2-3',
      client_context: null,
      identity: null,
      tenant_id: null,
      env_config: {
        function_name: 'orders',
        memory: 512,
        version: '7',
        log_group: expect.any(String),
        log_stream: expect.any(String),
      },
    });
    expect(context.deadline - before).toBeGreaterThanOrEqual(5000);
    expect(context.deadline - before).toBeLessThan(5500);
  });

  it('identity, client context and tenant, in UTF-8', async () => {
    const { context, headers } = await requestOf(
      {},
      {
        tenantId: 'grün',
        identity: { cognitoIdentityId: 'me', cognitoIdentityPoolId: 'pool' },
        clientContext: { custom: { a: 'b' }, environment: { locale: 'de' } },
      },
    );
    expect(context.identity).toEqual({ identityId: 'me', identityPoolId: 'pool' });
    expect(context.client_context).toMatchObject({
      client: { appTitle: '' },
      custom: { a: 'b' },
      environment: { locale: 'de' },
    });
    expect(context.tenant_id).toBe('grün');
    expect(Buffer.from(String(headers['x-amz-tenant-id']), 'latin1').toString()).toBe('grün');
  });
});

describe('events shaped like HTTP requests', () => {
  const shapes: [string, object, string, string][] = [
    [
      'an HTTP API',
      {
        version: '2.0',
        rawPath: '/orders',
        rawQueryString: 'a=1',
        headers: {},
        requestContext: { http: { method: 'GET', path: '/orders' }, stage: '$default' },
      },
      'GET',
      '/orders?a=1',
    ],
    [
      'a REST API',
      {
        httpMethod: 'PUT',
        path: '/orders/1',
        resource: '/orders/{id}',
        headers: {},
        requestContext: { httpMethod: 'PUT', resourcePath: '/orders/{id}', stage: 'prod' },
      },
      'PUT',
      '/orders/1',
    ],
    [
      'a load balancer',
      {
        httpMethod: 'DELETE',
        path: '/orders/1',
        headers: {},
        body: '',
        isBase64Encoded: false,
        requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:x' } },
      },
      'DELETE',
      '/orders/1',
    ],
  ];

  it.each(shapes)(
    'of %s become such a request, its answer a success',
    async (_of, event, method, path) => {
      const sent = await requestOf(event);
      expect({ method: sent.method, path: sent.url }).toEqual({ method, path });
      expect(sent.headers['x-amzn-request-context']).not.toBe('null');
      expect(sent.reply).toMatchObject({ statusCode: 200, body: '"done"' });
    },
  );

  it.each(shapes)('of %s fail their invocation in an event server', async (_of, event) => {
    const { url, log } = await serve(() => 'taken', { env: { AWS_LWA_ERROR_STATUS_CODES: '500' } });
    await expect(invoke({ url }, event)).rejects.toThrow(FunctionError);
    expect(log.errors()).toMatchObject([{ code: 'ERR_EVENT_MISROUTED' }]);
  });

  it('that are not quite so are passed through', async () => {
    const { method, url } = await requestOf({ httpMethod: 'GET', requestContext: {} });
    expect({ method, url }).toEqual({ method: 'POST', url: '/events' });
  });
});
