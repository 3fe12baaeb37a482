import { expect, it, onTestFinished } from 'vitest';
import { serveEvents } from '../../src/serve-events/serve-events.js';
import { recordedLog } from '../support/recorded-log.js';
import { stubEnv } from '../support/serve.js';

async function linesAtStart(env: Record<string, string>) {
  stubEnv({ AWS_LWA_ERROR_STATUS_CODES: '500-599', ...env });
  const log = recordedLog();
  const server = serveEvents(() => null, { port: 0, handleSignals: false, log });
  onTestFinished(() => server.close());
  await server.ready;
  return { url: server.url, lines: log.lines };
}

it('outside Lambda says where it listens, and how to send an event', async () => {
  const { url, lines } = await linesAtStart({ AWS_LWA_PASS_THROUGH_PATH: '/in' });
  const curl = `curl -X POST ${url}/in -H 'Content-Type: application/json' -d '{}'`;
  expect(lines).toEqual([
    { level: 'info', url, message: `listening; send an event with: ${curl}` },
  ]);
});

it('inside Lambda says nothing', async () => {
  const { lines } = await linesAtStart({ AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' });
  expect(lines).toEqual([]);
});
