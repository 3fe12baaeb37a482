import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { useApi } from './testing/use-api.js';

const api = useApi();
const traces: unknown[] = [];

// In front of SQS, to see the header that becomes the message's trace.
const proxy = createServer((incoming, response) => {
  traces.push(incoming.headers['x-amzn-trace-id']);
  const { url = '/', method, headers } = incoming;
  const target = new URL(url, api.titanic.platform.endpoints.sqs);
  const outgoing = request(target, { ...(method && { method }), headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  incoming.pipe(outgoing);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const { pathname } = new URL(api.titanic.platform.queues.jobs.url);
  vi.stubEnv('JOBS_QUEUE_URL', `http://127.0.0.1:${port}${pathname}`);
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'rest-api');
});
afterAll(() => proxy.closeAllConnections());
afterAll(() => void proxy.close());

it('what a request enqueues carries the trace of its own invocation', async () => {
  const sent = ['1-5759e988-bd862e3fe1be46a994272793', '1-5759e988-000000000000000000000001'].map(
    (root) => `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`,
  );
  for (const trace of sent) expect(await enqueue(trace)).toBe(202);
  expect(traces).toEqual(sent);
});

async function enqueue(trace: string): Promise<number> {
  const context = { request_id: 'request-1', deadline: Date.now() + 10_000, xray_trace_id: trace };
  const { status } = await api.call('POST /jobs', {
    headers: {
      'x-amzn-lambda-context': JSON.stringify(context),
      'x-amzn-trace-id': trace,
    },
    body: '{"ticket":"CA. 2343"}',
  });
  return status;
}
