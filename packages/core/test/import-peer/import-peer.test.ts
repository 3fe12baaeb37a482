import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
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

// What is run in a folder where no peer is installed, and the peer that it needs.
const needs: [string, string, string][] = [
  [
    'sqsHandler',
    '@aws-sdk/client-sqs',
    `import { sqsHandler, RetryAfterError } from './index.mjs';
    const handler = sqsHandler(() => { throw new RetryAfterError('later', { seconds: 5 }); });
    const at = ({ err }) => err && tell(err);
    const log = { debug: at, info: at, warn: at, error: at };
    const signal = new AbortController().signal;
    const event = { Records: [{ messageId: 'a', body: '{}' }] };
    await handler(event, { log, signal, getRemainingTimeInMillis: () => 9000 }).catch(() => {});`,
  ],
  [
    'enqueue',
    '@aws-sdk/client-sqs',
    `import { createJobQueue, memoryStore } from './jobs.mjs';
    const input = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } };
    const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs';
    const jobs = createJobQueue({ analyse: { input } }, { queueUrl, store: memoryStore() });
    await jobs.enqueue('analyse', 1).catch(({ cause }) => tell(cause));`,
  ],
  [
    'a table of jobs',
    '@aws-sdk/client-dynamodb',
    `import { dynamoDbStore } from './jobs.mjs';
    await dynamoDbStore({ table: 'jobs' }).get('1').catch(tell);`,
  ],
  [
    'readCsvRows',
    '@aws-sdk/client-s3',
    `import { readCsvRows } from './s3-csv.mjs';
    const client = { send: () => Promise.reject(new Error('was asked')) };
    await readCsvRows(client, { bucket: 'b', key: 'k' }).next().catch(tell);`,
  ],
];

describe.each(needs)('the built package where a peer is missing: %s', (_what, missing, script) => {
  it.each(everyNode())('says what to install (%s)', async (node) => {
    // A folder with no node_modules above it.
    const folder = mkdtempSync(join(tmpdir(), 'lwa-bridge-no-peer-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const entry of ['index', 'jobs', 's3-csv']) {
      const built = fileURLToPath(new URL(`../../dist/${entry}.js`, import.meta.url));
      copyFileSync(built, join(folder, `${entry}.mjs`));
    }
    const tell =
      'const tell = ({ code, message }) => console.log(JSON.stringify({ code, message }));';
    writeFileSync(join(folder, 'main.mjs'), `${tell}\n${script}`);
    const child = startChild(join(folder, 'main.mjs'), { node, cwd: folder });
    await child.exited;
    expect(child.lines()).toContainEqual({
      code: 'ERR_MISSING_PEER',
      message: expect.stringContaining(`npm install ${missing}`),
    });
  });
});
