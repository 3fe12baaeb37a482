import assert from 'node:assert/strict';
import { isMain, NonRetriableError, serveEvents, sqsHandler } from 'lwa-bridge';
import { deliver, invoke, sqsEvent } from 'lwa-bridge/testing';

assert.equal(isMain(import.meta), true);

const server = serveEvents(async ({ name }) => ({ hello: name }), { port: 0 });
await server.ready;
assert.deepEqual(await invoke(server, { name: 'Ada' }), { hello: 'Ada' });
await server.close();

const handler = sqsHandler(({ ok }) => {
  if (!ok) throw new NonRetriableError('not ok');
});
const { deleted, returned } = await deliver(handler, sqsEvent([{ ok: true }, { ok: false }]));
assert.deepEqual({ deleted, returned }, { deleted: ['message-1'], returned: ['message-2'] });
