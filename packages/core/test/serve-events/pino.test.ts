import { pino } from 'pino';
import { expect, it } from 'vitest';
import { adapterHeaders } from '../support/adapter-headers.js';
import { send } from '../support/http.js';
import { serve } from '../support/serve.js';

it('pino gets the request id on each line, and errors where it looks for them', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line) => lines.push(JSON.parse(line)) });
  const { url } = await serve(
    (_event, context) => {
      context.log.info({ order: 7 }, 'received');
      throw new TypeError('no such order');
    },
    { log },
  );
  const headers = adapterHeaders({ request_id: 'r-1' });
  await send(url, { headers, body: '{}' }).catch(() => {});
  expect(lines).toMatchObject([
    { level: 30, msg: expect.stringContaining('listening') },
    { level: 30, msg: 'received', order: 7, requestId: 'r-1' },
    { level: 50, requestId: 'r-1', err: { type: 'TypeError', message: 'no such order' } },
  ]);
});
