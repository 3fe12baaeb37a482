import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { LwaBridgeError } from '../../src/errors.js';
import { missingPeer } from '../../src/testing/missing-peer.js';
import { startChild } from '../support/child.js';
import { recordedLog } from '../support/recorded-log.js';

/** What a script prints where no peer is installed; it finds the built package beside it. */
async function printedWithoutPeers(script: string): Promise<unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lwa-bridge-no-peer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const entry of ['index', 'testing']) {
    const built = fileURLToPath(new URL(`../../dist/${entry}.js`, import.meta.url));
    copyFileSync(built, join(folder, `${entry}.mjs`));
  }
  const head = `import { NonRetriableError, RetryAfterError, sqsHandler, toDeadLetterQueue } from './index.mjs';
    import { deliver, sqsEvent } from './testing.mjs';
    const tell = (what) => console.log(JSON.stringify(what));
    const fail = ({ code, message }) => tell({ code, message });
    const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/dead';\n`;
  writeFileSync(join(folder, 'main.mjs'), head + script);
  const child = startChild(join(folder, 'main.mjs'), { cwd: folder });
  await child.exited;
  return child.lines();
}

const missing = {
  code: 'ERR_MISSING_PEER',
  message: expect.stringContaining('npm install @aws-sdk/client-sqs'),
};

it('deliver rejects where the handler sets a visibility timeout, instead of leaving it out', async () => {
  const script = `
    const handler = sqsHandler(() => { throw new RetryAfterError('later', { seconds: 60 }); });
    await deliver(handler, sqsEvent([{}])).then(tell, fail);`;
  expect(await printedWithoutPeers(script)).toContainEqual(missing);
});

it('deliver rejects where the handler has a dead-letter queue', async () => {
  const script = `
    const work = () => { throw new NonRetriableError('never'); };
    const handler = sqsHandler(work, { onNonRetriable: toDeadLetterQueue({ queueUrl }) });
    await deliver(handler, sqsEvent([{}])).then(tell, fail);`;
  expect(await printedWithoutPeers(script)).toContainEqual(missing);
});

it('deliver needs no package for a handler that needs none', async () => {
  const script = `
    const handler = sqsHandler(({ ok }) => { if (!ok) throw new Error('not ok'); });
    await deliver(handler, sqsEvent([{ ok: true }, {}])).then(tell, fail);`;
  const delivery = { deleted: ['message-1'], returned: ['message-2'] };
  expect(await printedWithoutPeers(script)).toContainEqual(delivery);
});

it('is found as a cause, and by the logger of a job', () => {
  const { watch, found } = missingPeer();
  const lines = recordedLog();
  const log = watch(lines).child?.({ jobId: '1' });
  log?.warn({ err: new LwaBridgeError('ERR_ENQUEUE', 'not sent') }, 'a line');
  expect(found()).toBeUndefined();
  const cause = new LwaBridgeError('ERR_MISSING_PEER', 'the package p is needed here');
  log?.error({ err: new LwaBridgeError('ERR_ENQUEUE', 'not sent', { cause }) }, 'another');
  expect(found()).toBe(cause);
  expect(lines.lines).toMatchObject([{ jobId: '1' }, { jobId: '1', message: 'another' }]);
});
