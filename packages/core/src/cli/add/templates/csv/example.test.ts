import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliver, s3ThroughSqsEvent } from 'lwa-bridge/testing';
import { handler, processRows } from './example.js';

test('a batch of rows is worked on', async () => {
  const rows = [{ id: '1', name: 'Ada' }];
  await assert.doesNotReject(processRows(rows, { batchId: 'batch-1', log: console }));
});

test('a file that is no .csv is left alone', async () => {
  const upload = { bucket: 'uploads', key: 'readme.txt' };
  const { deleted } = await deliver(handler, s3ThroughSqsEvent([upload]));
  assert.deepEqual(deleted, ['message-1']);
});
