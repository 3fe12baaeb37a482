import assert from 'node:assert/strict';
import { isMain, NonRetriableError, serveEvents, sqsHandler } from 'lwa-bridge';
import { createJobQueue, jobHandler } from 'lwa-bridge/jobs';
import { s3CsvHandler } from 'lwa-bridge/s3-csv';
import { deliver, invoke, memoryJobQueue, sqsEvent } from 'lwa-bridge/testing';

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

// A Standard Schema by hand, so that the app needs no schema library.
const input = {
  '~standard': { version: 1, vendor: 'app', validate: (value) => ({ value }) },
};
const jobs = createJobQueue({ double: { input } });
assert.equal(typeof jobHandler(jobs, { double: () => {} }), 'function');
const queue = memoryJobQueue(jobs);
const { id } = await queue.enqueue('double', { number: 21 });
await queue.drain({ double: ({ number }) => number * 2 });
assert.equal((await queue.get(id)).output, 42);

assert.equal(typeof s3CsvHandler(() => {}), 'function');
