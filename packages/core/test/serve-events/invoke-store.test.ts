import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeStore } from '@aws/lambda-invoke-store';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { curlHeaders, send } from '../support/http.js';
import { serve, stubEnv } from '../support/serve.js';
import { after } from '../support/wait.js';

it('each of 50 invocations at once has its own request, trace and tenant id', async () => {
  const { url } = await serve(async () => {
    const store = await InvokeStore.getInstanceAsync();
    const ids = () => [store.getRequestId(), store.getXRayTraceId(), store.getTenantId()];
    const before = ids();
    await after(Math.random() * 30);
    return [before, ids()];
  });
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => {
      const ids = { request_id: `r-${n}`, xray_trace_id: `Root=${n}`, tenant_id: `t-${n}` };
      return send(url, { headers: adapterHeaders(ids), body: '{}' });
    }),
  );
  for (const [n, { text }] of answers.entries()) {
    const own = [`r-${n}`, `Root=${n}`, `t-${n}`];
    expect(JSON.parse(text)).toEqual([own, own]);
  }
});

it('the trace id comes from its own header where the context has none', async () => {
  const { url } = await serve(async () => (await InvokeStore.getInstanceAsync()).getXRayTraceId());
  const headers = { ...adapterHeaders({ xray_trace_id: null }), 'x-amzn-trace-id': 'Root=header' };
  expect((await send(url, { headers, body: '{}' })).text).toBe('"Root=header"');
});

it('what runs after an invocation, or outside Lambda, sees nothing of another one', async () => {
  const { url } = await serve(async () => {
    const store = await InvokeStore.getInstanceAsync();
    return [
      typeof store.getRequestId(),
      store.getXRayTraceId() ?? null,
      store.getTenantId() ?? null,
    ];
  });
  await send(url, { headers: adapterHeaders({ tenant_id: 'acme' }), body: '{}' });
  const { text } = await send(url, { headers: curlHeaders, body: '{}' });
  expect(JSON.parse(text)).toEqual(['string', null, null]);
  expect((await InvokeStore.getInstanceAsync()).getRequestId()).toBe('-');
});

it('a handler may keep things of its own in the store', async () => {
  const { url } = await serve(async (event: { n: number }) => {
    const store = await InvokeStore.getInstanceAsync();
    store.set('mine', event.n);
    await after(20 - event.n);
    return store.get('mine');
  });
  const answers = await Promise.all(
    [1, 2, 3].map((n) => send(url, { headers: adapterHeaders(), body: JSON.stringify({ n }) })),
  );
  expect(answers.map(({ text }) => text)).toEqual(['1', '2', '3']);
});

it("calls of the AWS SDK carry their invocation's trace id, also with several at once", async () => {
  const traces: [trace: unknown, queue: string][] = [];
  const sqs = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { QueueName } = JSON.parse(Buffer.concat(chunks).toString());
    traces.push([request.headers['x-amzn-trace-id'], QueueName]);
    await after(Math.random() * 20);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ QueueUrl: `http://localhost/${QueueName}` }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => sqs.once('listening', resolve));
  onTestFinished(() => void sqs.close());

  // The SDK sends the header only inside a function.
  stubEnv({ AWS_LAMBDA_FUNCTION_NAME: 'orders', _X_AMZN_TRACE_ID: undefined });
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${(sqs.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  onTestFinished(() => client.destroy());
  const { url } = await serve(async (event: { n: number }) => {
    await after(Math.random() * 20);
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: `q-${event.n}` }));
    return QueueUrl;
  });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => {
      const headers = adapterHeaders({ xray_trace_id: `Root=1-5759e988-${n};Sampled=1` });
      return send(url, { headers, body: JSON.stringify({ n }) });
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(traces).toHaveLength(20);
  for (const [trace, queue] of traces) {
    expect(trace).toBe(`Root=1-5759e988-${queue.slice(2)};Sampled=1`);
  }
});
