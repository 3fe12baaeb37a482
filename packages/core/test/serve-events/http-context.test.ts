import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeStore } from '@aws/lambda-invoke-store';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventContext } from '../../src/serve-events/event-context.js';
import { type HttpContextOptions, httpContext } from '../../src/serve-events/http-context.js';
import { adapterHeaders, utf8 } from '../support/adapter-headers.js';
import { send } from '../support/http.js';
import { recordedLog } from '../support/recorded-log.js';
import { after } from '../support/wait.js';

/** A plain HTTP server, as behind the adapter, that answers with what `next` gives. */
async function plainServer(
  next: (context: EventContext, request: IncomingMessage) => unknown,
  options: HttpContextOptions = {},
): Promise<string> {
  const server = createServer(async (request, response) => {
    try {
      const result = await httpContext(
        request.headers,
        (context) => next(context, request),
        options,
      );
      response.end(JSON.stringify(result));
    } catch (error) {
      response.statusCode = 400;
      response.end(JSON.stringify(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, headers: Record<string, string> = {}) =>
  send(url, { method: 'GET', path: '/orders', headers });

describe('httpContext', () => {
  it('gives a plain HTTP handler the context of its invocation', async () => {
    const url = await plainServer(({ awsRequestId, functionName, getRemainingTimeInMillis }) => ({
      awsRequestId,
      functionName,
      left: getRemainingTimeInMillis(),
    }));
    const headers = adapterHeaders({ request_id: 'r-ü', deadline: Date.now() + 5000 });
    const context = JSON.parse((await get(url, headers)).text);
    expect(context).toEqual({
      awsRequestId: 'r-ü',
      functionName: 'orders',
      left: expect.any(Number),
    });
    expect(context.left).toBeLessThanOrEqual(5000);
  });

  it('has sensible values and no deadline outside Lambda', async () => {
    const url = await plainServer(({ awsRequestId, functionName, getRemainingTimeInMillis }) => [
      awsRequestId.length,
      functionName,
      getRemainingTimeInMillis(),
    ]);
    expect(JSON.parse((await get(url)).text)).toEqual([36, 'local', 2_147_483_647]);
  });

  it("takes fetch's Headers too", async () => {
    const headers = new Headers({
      'x-amzn-lambda-context': adapterHeaders()['x-amzn-lambda-context'] ?? '',
    });
    expect(await httpContext(headers, ({ functionName }) => functionName)).toBe('orders');
  });

  it("takes fetch's Headers with UTF-8 in them", async () => {
    const header = adapterHeaders({ request_id: 'größe' })['x-amzn-lambda-context'] ?? '';
    const headers = new Headers({ 'x-amzn-lambda-context': header });
    expect(await httpContext(headers, ({ awsRequestId }) => awsRequestId)).toBe('größe');
  });

  it('gives back what the handler gives, sync or async', async () => {
    expect(await httpContext({}, () => 'sync')).toBe('sync');
    expect(await httpContext({}, async () => 'async')).toBe('async');
    expect(await httpContext({}, () => undefined)).toBeUndefined();
  });

  it('throws what the handler throws, sync or async', async () => {
    const error = new Error('mine');
    const throwing = () => {
      throw error;
    };
    await expect(httpContext({}, throwing)).rejects.toBe(error);
    await expect(httpContext({}, () => Promise.reject(error))).rejects.toBe(error);
  });

  it.each(['', 'garbage', '{}', 'null'])('refuses the context header %j', async (header) => {
    let called = false;
    const next = () => {
      called = true;
    };
    await expect(httpContext({ 'x-amzn-lambda-context': header }, next)).rejects.toMatchObject({
      code: 'ERR_CONTEXT_HEADER',
    });
    expect(called).toBe(false);
  });

  it('aborts the signal 1 s before the deadline, or after half of the time', async () => {
    const headers = adapterHeaders({ deadline: Date.now() + 200 });
    const ms = await httpContext(headers, async ({ signal }) => {
      const started = performance.now();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return performance.now() - started;
    });
    expect(ms).toBeGreaterThan(70);
    expect(ms).toBeLessThan(180);
  });

  it('does not abort the signal after its request has ended', async () => {
    const headers = adapterHeaders({ deadline: Date.now() + 60 });
    const signal = await httpContext(headers, (context) => context.signal);
    await after(100);
    expect(signal.aborted).toBe(false);
  });

  it('logs with the request id, by any pino-like logger', async () => {
    const log = recordedLog();
    await httpContext(adapterHeaders({ request_id: 'r-1' }), (c) => c.log.info({ a: 1 }, 'text'), {
      log,
    });
    expect(log.lines).toEqual([{ level: 'info', message: 'text', a: 1, requestId: 'r-1' }]);
  });

  it('runs each of many requests at once in the store of its own invocation', async () => {
    const store = await InvokeStore.getInstanceAsync(true);
    const url = await plainServer(async ({ awsRequestId }) => {
      await after(Math.random() * 20);
      return {
        awsRequestId,
        inStore: [store.getRequestId(), store.getXRayTraceId(), store.getTenantId()],
      };
    });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        get(url, {
          ...adapterHeaders({ request_id: `r-${n}`, xray_trace_id: `Root=${n}` }),
          'x-amz-tenant-id': utf8(`t-${n}`),
        }),
      ),
    );
    for (const [n, { text }] of answers.entries()) {
      expect(JSON.parse(text)).toEqual({
        awsRequestId: `r-${n}`,
        inStore: [`r-${n}`, `Root=${n}`, `t-${n}`],
      });
    }
  });
});
