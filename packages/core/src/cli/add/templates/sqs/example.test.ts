import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliver, sqsEvent } from 'lwa-bridge/testing';
import { handler } from './example.js';

test('a good message is deleted, a bad one of the same batch comes back', async () => {
  const { deleted, returned } = await deliver(handler, sqsEvent([{ id: 'a' }, {}]));
  assert.deepEqual(deleted, ['message-1']);
  assert.deepEqual(returned, ['message-2']);
});
