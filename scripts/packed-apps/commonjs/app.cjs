const assert = require('node:assert/strict');
const { serveEvents } = require('lwa-bridge');
const { invoke } = require('lwa-bridge/testing');

async function main() {
  const server = serveEvents(async ({ name }) => ({ hello: name }), { port: 0 });
  await server.ready;
  assert.deepEqual(await invoke(server, { name: 'Ada' }), { hello: 'Ada' });
  await server.close();
}

main();
