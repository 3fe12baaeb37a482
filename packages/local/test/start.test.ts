import { fileURLToPath } from 'node:url';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalDefinition } from '../src/definition.js';
import type { LocalEvent } from '../src/local-event.js';
import { type StartLocalOptions, startLocal } from '../src/start.js';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start<F extends string = never, W extends string = never, Q extends string = never>(
  definition: LocalDefinition<F, W, Q>,
  options: StartLocalOptions = {},
) {
  const events: LocalEvent[] = [];
  const onEvent = (event: LocalEvent) => events.push(event);
  const platform = await startLocal(definition, { env: {}, onEvent, ...options });
  closers.push(platform.close);
  return { platform, events };
}

async function receive(sqs: SQSClient, QueueUrl: string): Promise<unknown[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 }),
  );
  for (const { ReceiptHandle } of Messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}

const worker = {
  file: fixture('queue-worker.mjs'),
  timeout: 1,
} as const;

describe('an application', () => {
  it('gets an upload through S3, SQS, the mapping and a function', async () => {
    const { platform, events } = await start({
      queues: { uploads: {}, results: {} },
      buckets: { incoming: { notifications: [{ queue: 'uploads', suffix: '.csv' }] } },
      functions: {
        worker: {
          ...worker,
          environment: ({ queues }) => ({ RESULTS_URL: queues.results.url }),
          eventSources: [{ queue: 'uploads', reportBatchItemFailures: true }],
        },
      },
    });
    const { s3, sqs } = platform.clients;
    const results = platform.queues.results.url;
    expect(await receive(sqs, results)).toMatchObject([{ body: { Event: 's3:TestEvent' } }]);

    await s3.send(new PutObjectCommand({ Bucket: 'incoming', Key: 'a.txt', Body: 'no' }));
    await s3.send(new PutObjectCommand({ Bucket: 'incoming', Key: 'a b.csv', Body: 'yes' }));
    expect(await receive(sqs, results)).toMatchObject([
      { body: { Records: [{ s3: { object: { key: 'a+b.csv', size: 3 } } }] } },
    ]);
    const told = ['notification-sent', 'batch-started', 'batch-ended'];
    const kinds = () => events.map(({ type }) => type);
    expect(kinds()).toEqual(expect.arrayContaining(told));
  });

  it('brings failed messages back and gives them up to the dead-letter queue', async () => {
    const { platform, events } = await start({
      queues: {
        work: { visibilityTimeout: 1, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 2 } },
        dead: {},
        results: {},
      },
      functions: {
        worker: {
          ...worker,
          environment: ({ queues }) => ({ RESULTS_URL: queues.results.url }),
          eventSources: [{ queue: 'work', reportBatchItemFailures: true }],
        },
      },
    });
    const { sqs } = platform.clients;
    const send = (body: object) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl: platform.queues.work.url,
          MessageBody: JSON.stringify(body),
        }),
      );
    await send({ do: 'fail' });
    await send({ number: 1 });
    expect(await receive(sqs, platform.queues.results.url)).toEqual([
      { body: { number: 1 }, receives: '1' },
    ]);
    expect(await receive(sqs, platform.queues.dead.url)).toEqual([{ do: 'fail' }]);
    const returned = events.filter((e) => e.type === 'batch-ended' && e.returned.length > 0);
    expect(returned).toHaveLength(2);
  });
});
