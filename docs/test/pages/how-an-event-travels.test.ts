import { join } from 'node:path';
import { sqsEvent } from 'lwa-bridge/testing';
import { expect, it } from 'vitest';
import { writePage } from './write-page.js';

it('a handler of SQS works with the context of Lambda’s own runtime', async () => {
  const { handler } = await import(join(writePage('how-an-event-travels.md'), 'orders.ts'));
  const context = { awsRequestId: 'f3d0', getRemainingTimeInMillis: () => 30_000 };
  expect(await handler(sqsEvent([{ id: 'a' }, {}]), context)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'message-2' }],
  });
});
