import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryJobQueue } from 'lwa-bridge/testing';
import { handlers } from './example.js';
import { jobs } from './example-jobs.js';

test('a job ends with its output', async () => {
  const queue = memoryJobQueue(jobs);
  const { id } = await queue.enqueue('work', { id: 'a' });
  await queue.drain(handlers);
  const job = await queue.get(id);
  assert.equal(job?.status, 'COMPLETED');
  assert.deepEqual(job.output, { done: 'a' });
});

test('a job without an id is refused', async () => {
  const queue = memoryJobQueue(jobs);
  await assert.rejects(queue.enqueue('work', JSON.parse('{}')), /a text is missing/);
});
