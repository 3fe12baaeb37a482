import { expect, it } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { send } from '../support/http.js';
import { serve } from '../support/serve.js';
import { after } from '../support/wait.js';

const post = (url: string, path = '/events') =>
  send(url, { path, headers: adapterHeaders(), body: '{}' });

it('two servers in one process know nothing of each other', async () => {
  const first = await serve(() => 'first', { passThroughPath: '/one' });
  const second = await serve(
    () => {
      throw new Error('second');
    },
    { env: { AWS_LWA_ERROR_STATUS_CODES: '500' } },
  );
  expect(first.url).not.toBe(second.url);
  expect((await post(first.url, '/one')).text).toBe('"first"');
  expect((await post(second.url)).status).toBe(500);
  // Each keeps the settings it was started with.
  await expect(post(first.url, '/events')).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(second.log.errors()).toMatchObject([{ message: 'second' }]);
  expect(first.log.errors()).toMatchObject([{ code: 'ERR_EVENT_MISROUTED' }]);
});

it('closing one leaves the other and its running invocations', async () => {
  const first = await serve(() => 'first');
  const second = await serve(async (_event, { signal }) => {
    await after(100);
    return signal.aborted;
  });
  const running = post(second.url);
  await first.close();
  await expect(post(first.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect((await running).text).toBe('false');
});

it('one handler may serve in both, each with its own context', async () => {
  const handler = async (_event: unknown, { awsRequestId }: { awsRequestId: string }) => {
    await after(20);
    return awsRequestId;
  };
  const servers = [await serve(handler), await serve(handler)];
  const replies = await Promise.all(
    servers.map(({ url }, n) =>
      send(url, { headers: adapterHeaders({ request_id: `request-${n}` }), body: '{}' }),
    ),
  );
  expect(replies.map(({ text }) => text)).toEqual(['"request-0"', '"request-1"']);
});
