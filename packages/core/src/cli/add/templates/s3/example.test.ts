import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliver, s3ThroughSqsEvent } from 'lwa-bridge/testing';
import { handler } from './example.js';

test('an upload is worked on', async () => {
  const upload = { bucket: 'uploads', key: 'a folder/ein Käse.txt' };
  const { deleted, returned } = await deliver(handler, s3ThroughSqsEvent([upload]));
  assert.deepEqual(deleted, ['message-1']);
  assert.deepEqual(returned, []);
});
