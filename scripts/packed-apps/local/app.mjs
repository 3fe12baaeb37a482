// A message goes through the embedded queue, the mapping and the adapter's stand-in to a handler's process.
import assert from 'node:assert/strict';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { startLocal } from 'lwa-bridge-local';

const batchEnded = Promise.withResolvers();
const platform = await startLocal(
  {
    queues: { orders: { visibilityTimeout: 30 } },
    functions: {
      worker: {
        file: 'handler.mjs',
        timeout: 5,
        environment: { AWS_LWA_ERROR_STATUS_CODES: '500-599' },
        eventSources: [{ queue: 'orders', reportBatchItemFailures: true }],
      },
    },
  },
  { onEvent: (event) => event.type === 'batch-ended' && batchEnded.resolve(event) },
);
const { clients, queues } = platform;
await clients.sqs.send(
  new SendMessageCommand({ QueueUrl: queues.orders.url, MessageBody: '{"ok":true}' }),
);
const { deleted, returned } = await batchEnded.promise;
assert.deepEqual({ deleted: deleted.length, returned }, { deleted: 1, returned: [] });
await platform.close();
