import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { availablePort } from '../../src/lambda-service/available-port.js';

test('no port is given to two, though nobody listens there yet', async () => {
  const ports = await Promise.all(Array.from({ length: 500 }, () => availablePort()));
  expect(new Set(ports).size).toBe(ports.length);
});

test('a port can be listened on, on every address', async () => {
  const server = createServer().listen(await availablePort(), '0.0.0.0');
  await once(server, 'listening');
  server.close();
});
