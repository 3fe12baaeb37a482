import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invoke, scheduledEvent } from 'lwa-bridge/testing';
import { handler } from './example.js';

test('the event of a schedule is worked on', async () => {
  const reply = await invoke(handler, scheduledEvent(), { requestId: 'request-1' });
  assert.deepEqual(reply, { done: 'request-1' });
});
