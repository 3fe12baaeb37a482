import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SqsEvent } from 'lwa-bridge';
import { afterEach, expect, it } from 'vitest';
import { startEventSourceMapping } from '../../src/event-source-mapping/event-source-mapping.js';

let server: Server | undefined;
afterEach(() => server?.close());

// The embedded SQS gives one message of a group in a receive; the real one gives as many as it can.
async function startQueueWithOneBatch(ids: readonly string[]) {
  const deleted: string[] = [];
  const body = 'x'.repeat(1_000_000);
  const messages = ids.map((id) => ({
    MessageId: id,
    ReceiptHandle: id,
    Body: body,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Attributes: { MessageGroupId: id.charAt(0) },
  }));
  let receives = 0;
  server = createServer(async (request, response) => {
    const { Entries = [] } = JSON.parse(await text(request)) as {
      Entries?: { Id: string; ReceiptHandle: string }[];
    };
    deleted.push(...Entries.map(({ ReceiptHandle }) => ReceiptHandle));
    const isReceive = String(request.headers['x-amz-target']).endsWith('ReceiveMessage');
    if (isReceive) receives += 1;
    const first = isReceive && receives === 1;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(first ? { Messages: messages } : { Successful: Entries }));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sqs = new SQSClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  return { sqs, url, deleted, received: () => receives };
}

it('leaves out of the second part of a batch the groups that failed in the first', async () => {
  const ids = ['a1', 'a2', 'b1', 'a3', 'c1', 'a4', 'b2', 'a5', 'c2', 'b3'];
  const { sqs, url, deleted, received } = await startQueueWithOneBatch(ids);
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
  await expect.poll(received, { timeout: 10_000 }).toBeGreaterThan(1);
  await mapping.close();
  expect(batches).toEqual([
    ['a1', 'a2', 'b1', 'a3', 'c1', 'a4'],
    ['b2', 'c2', 'b3'],
  ]);
  expect(deleted).toEqual(['a1', 'b1', 'c1', 'b2', 'c2', 'b3']);
});
