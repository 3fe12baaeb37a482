import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { createJobQueue } from 'lwa-bridge/jobs';
import { definitions, inputOf } from './definitions.ts';
import { type LocalPath, startLocalPath } from './local-path.ts';

/** Jobs from the call that enqueues them to their end. */
export interface Contender {
  /** Does so many jobs, and gives the milliseconds of one. */
  run(count: number): Promise<number>;
  close(): Promise<void>;
}

/** `enqueueAll` and `jobHandler`. */
export async function fenced(): Promise<Contender> {
  const path = await startLocalPath('fenced', 'fenced-worker.ts');
  const jobs = createJobQueue(definitions, {
    table: path.table,
    queueUrl: path.queueUrl,
    dynamodbClient: path.clients.dynamodb,
    sqsClient: path.clients.sqs,
  });
  return onThePath(path, async (count) => {
    const entries = Array.from({ length: count }, (_, number) => ({
      type: 'analyse' as const,
      input: inputOf(number),
    }));
    const results = await jobs.enqueueAll(entries);
    for (const { error } of results) if (error) throw error;
  });
}

/** Put and send, then get, put and put: with as many requests at once as `enqueueAll` has. */
export async function byHand(): Promise<Contender> {
  const path = await startLocalPath('by-hand', 'by-hand-worker.ts');
  return onThePath(path, async (count) => {
    const batches = Array.from({ length: Math.ceil(count / 10) }, (_, batch) =>
      Array.from({ length: Math.min(10, count - batch * 10) }, (_, index) => batch * 10 + index),
    );
    const left = batches.values();
    const enqueue = async () => {
      for (const batch of left) await enqueueBatch(path, batch);
    };
    await Promise.all(Array.from({ length: 5 }, enqueue));
  });
}

function onThePath(path: LocalPath, enqueue: (count: number) => Promise<void>): Contender {
  return {
    close: path.close,
    async run(count) {
      const started = performance.now();
      await Promise.all([path.done(count), enqueue(count)]);
      return (performance.now() - started) / count;
    },
  };
}

async function enqueueBatch({ table, queueUrl, clients }: LocalPath, numbers: readonly number[]) {
  const ids = await Promise.all(
    numbers.map(async (number) => {
      const id = randomUUID();
      const now = new Date().toISOString();
      const Item = {
        job_id: { S: id },
        status: { S: 'PENDING' },
        input_data: { S: JSON.stringify(inputOf(number)) },
        created_at: { S: now },
        updated_at: { S: now },
      };
      await clients.dynamodb.send(new PutItemCommand({ TableName: table, Item }));
      return id;
    }),
  );
  const Entries = ids.map((id, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify({ job_id: id }),
  }));
  await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}
