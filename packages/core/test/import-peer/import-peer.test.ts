import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { importPeer } from '../../src/import-peer.js';
import { everyNode, startChild } from '../support/child.js';

const peer = '@aws-sdk/client-sqs';
const failing = (error: unknown) => importPeer(peer, () => Promise.reject(error));

it('gives what the import gives', async () => {
  const module = await importPeer(peer, () => import('@aws-sdk/client-sqs'));
  expect(module.SQSClient).toBeTypeOf('function');
});

it.each(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])(
  'a missing package (%s) is told with what to do, and keeps its cause',
  async (code) => {
    const cause = Object.assign(new Error(`Cannot find package '${peer}' imported from /app`), {
      code,
    });
    await expect(failing(cause)).rejects.toMatchObject({
      code: 'ERR_MISSING_PEER',
      message: expect.stringContaining(`npm install ${peer}`),
      cause,
    });
  },
);

it.each([
  Object.assign(new Error(`Cannot find package '@smithy/core' imported from /app/${peer}/x.js`), {
    code: 'ERR_MODULE_NOT_FOUND',
  }),
  new SyntaxError('Unexpected token'),
  'a text',
  null,
])('any other failure stays as it is (case %#)', async (error) => {
  await expect(failing(error)).rejects.toBe(error);
});

it.each(everyNode())(
  'is what the built package does where the peer is missing (%s)',
  async (node) => {
    // A folder with no node_modules above it.
    const folder = mkdtempSync(join(tmpdir(), 'lwa-bridge-no-peer-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
    copyFileSync(built, join(folder, 'index.mjs'));
    const script = `
    import { sqsHandler, RetryAfterError } from ${JSON.stringify(join(folder, 'index.mjs'))};
    const handler = sqsHandler(() => { throw new RetryAfterError('later', { seconds: 5 }); });
    const at = (fields) => fields.err && console.log(JSON.stringify({ code: fields.err.code, text: fields.err.message }));
    const log = { debug: at, info: at, warn: at, error: at };
    const signal = new AbortController().signal;
    const event = { Records: [{ messageId: 'a', body: '{}' }] };
    await handler(event, { log, signal, getRemainingTimeInMillis: () => 9000 }).catch(() => {});`;
    const child = startChild('', {
      node,
      nodeArgs: ['--input-type=module', '--eval', script],
      cwd: folder,
    });
    await child.exited;
    expect(child.lines()).toContainEqual({
      code: 'ERR_MISSING_PEER',
      text: expect.stringContaining(`npm install ${peer}`),
    });
  },
);
