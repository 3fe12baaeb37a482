import type { SqsEvent } from 'lwa-bridge';
import { expect, it } from 'vitest';
import { startEventSourceMapping } from '../../src/event-source-mapping/event-source-mapping.js';
import { startSqsStub } from './sqs-stub.js';

it('leaves out of the second part of a batch the groups that failed in the first', async () => {
  const ids = ['a1', 'a2', 'b1', 'a3', 'c1', 'a4', 'b2', 'a5', 'c2', 'b3'];
  const body = 'x'.repeat(1_000_000);
  // The embedded SQS gives one message of a group in a receive, the real one as many as it can.
  const { sqs, url, deleted, receives } = await startSqsStub([
    ids.map((id) => ({ id, body, group: id.charAt(0) })),
  ]);
  const batches: string[][] = [];
  const mapping = startEventSourceMapping({
    queue: { name: 'q.fifo', url: `${url}/0/q.fifo`, arn: 'arn:aws:sqs:us-east-1:0:q.fifo' },
    sqs,
    reportBatchItemFailures: true,
    function: {
      name: 'worker',
      async invoke(event) {
        const batch = (event as SqsEvent).Records.map(({ messageId }) => messageId);
        batches.push(batch);
        const failed = batch.filter((id) => id.startsWith('a') && id !== 'a1');
        return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
      },
    },
  });
  await expect.poll(receives, { timeout: 10_000 }).toBeGreaterThan(1);
  await mapping.close();
  expect(batches).toEqual([
    ['a1', 'a2', 'b1', 'a3', 'c1', 'a4'],
    ['b2', 'c2', 'b3'],
  ]);
  expect(deleted).toEqual(['a1', 'b1', 'c1', 'b2', 'c2', 'b3']);
});
