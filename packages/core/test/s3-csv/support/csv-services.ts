import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DynamoDBClient,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import dynalite from 'dynalite';
import { startFauxqs } from 'fauxqs';
import { type FileItem, readFileItem } from '../../../src/s3-csv/checkpoint/file-item.js';
import { csvTableDefinition } from '../../../src/s3-csv/index.js';
import type { SqsEvent } from '../../../src/sqs/message.js';
import { s3Event, sqsEvent } from '../../../src/testing/events.js';

/** What a mapping does with a batch: gives the ids of the messages to delete. */
export type Invoke = (event: SqsEvent) => Promise<readonly string[]>;

export type CsvServices = Awaited<ReturnType<typeof startCsvServices>>;

/**
 * S3, SQS and DynamoDB, embedded, and what leads from one to the other: uploads notify the queue,
 * whose messages are delivered as a mapping would. `TEST_DYNAMODB_URL` names another database.
 */
export async function startCsvServices() {
  const fauxqs = await startFauxqs({
    port: 0,
    logger: false,
    init: { buckets: ['uploads', 'results'] },
  });
  const url = `http://127.0.0.1:${fauxqs.port}`;
  const { queueUrl, queueArn } = fauxqs.createQueue('uploads', {
    attributes: { VisibilityTimeout: '600' },
  });
  const database = await startDatabase(process.env.TEST_DYNAMODB_URL);
  const config = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const s3 = new S3Client({ ...config, endpoint: url, forcePathStyle: true });
  const sqs = new SQSClient({ ...config, endpoint: url });
  const dynamodb = new DynamoDBClient({ ...config, endpoint: database.url });
  const table = `csv-${randomUUID()}`;
  await dynamodb.send(new CreateTableCommand(csvTableDefinition(table)));
  let uploads = 0;

  async function items() {
    const { Items = [] } = await dynamodb.send(
      new ScanCommand({ TableName: table, ConsistentRead: true }),
    );
    return Items;
  }

  async function receive(): Promise<{
    event: SqsEvent;
    messages: { id: string; receipt: string }[];
  }> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    const { Records } = sqsEvent(Messages.map(({ Body = '' }) => Body));
    return {
      messages: Messages.map(({ MessageId: id = '', ReceiptHandle: receipt = '' }) => ({
        id,
        receipt,
      })),
      event: {
        Records: Records.map((record, index) => {
          const { MessageId = '', ReceiptHandle = '', Attributes } = Messages[index] ?? {};
          const attributes = { ...record.attributes, ...Attributes };
          return {
            ...{ ...record, messageId: MessageId, receiptHandle: ReceiptHandle },
            ...{ eventSourceARN: queueArn, attributes },
          };
        }),
      },
    };
  }

  async function notify(key: string, eTag: string, size: number, sequencer?: string) {
    uploads += 1;
    const order = sequencer ?? `0055AED6DCD9${uploads.toString(16).padStart(6, '0')}`;
    const MessageBody = JSON.stringify(
      s3Event([{ bucket: 'uploads', key, eTag, size, sequencer: order }]),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  }

  return {
    ...{ url, databaseUrl: database.url, s3, sqs, dynamodb, table, queueUrl },
    /** Options of a handler that uses them. */
    options: { s3Client: s3, sqsClient: sqs, dynamodbClient: dynamodb, table, clockSkew: 0 },
    receive,
    notify,

    /** Stores an object and sends its notification. */
    async upload(key: string, body: string | Buffer, sequencer?: string): Promise<string> {
      const put = new PutObjectCommand({ Bucket: 'uploads', Key: key, Body: body });
      const eTag = ((await s3.send(put)).ETag ?? '').replaceAll('"', '');
      await notify(key, eTag, Buffer.byteLength(body), sequencer);
      return eTag;
    },

    /** The text of an object; `undefined` where there is none. */
    async download(bucket: string, key: string): Promise<string | undefined> {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToString();
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    },

    async keys(bucket: string): Promise<string[]> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key = '' }) => Key);
    },

    /** How many messages are in the queue, visible or not. */
    count() {
      const {
        ready = [],
        inflight = [],
        delayed = [],
      } = fauxqs.inspectQueue('uploads')?.messages ?? {};
      return ready.length + inflight.length + delayed.length;
    },

    /**
     * Delivers messages until there are none, or so many batches were delivered. What comes back is
     * visible again at once, as if its time had passed.
     */
    async drain(invoke: Invoke, batches = Number.POSITIVE_INFINITY): Promise<number> {
      for (let delivered = 0; ; ) {
        if (this.count() === 0 || delivered === batches) return delivered;
        const { event, messages } = await receive();
        if (messages.length === 0) {
          await sleep(20);
          continue;
        }
        delivered += 1;
        if (delivered > 300) throw new Error('there is no end to it');
        const deleted = new Set(await invoke(event));
        for (const { id, receipt: ReceiptHandle } of messages) {
          const message = { QueueUrl: queueUrl, ReceiptHandle };
          if (deleted.has(id)) await sqs.send(new DeleteMessageCommand(message));
          else {
            const visible = new ChangeMessageVisibilityCommand({
              ...message,
              VisibilityTimeout: 0,
            });
            await sqs.send(visible);
          }
        }
      }
    },

    items,
    /** Lets the time pass after which the leases of dead workers are over. */
    async endLeases() {
      for (const { file_id: id, lease_until: lease } of await items()) {
        if (!id || !lease) continue;
        const update = new UpdateItemCommand({
          ...{ TableName: table, Key: { file_id: id } },
          UpdateExpression: 'SET lease_until = :past',
          ExpressionAttributeValues: { ':past': { N: '1' } },
        });
        await dynamodb.send(update);
      }
    },

    /** The items of a file and its parts. */
    async files(key: string): Promise<FileItem[]> {
      const all = (await items()).filter(({ file_id: id }) => id?.S?.includes(`/uploads/${key}#`));
      return all.map(readFileItem).sort((a, b) => (a.id < b.id ? -1 : 1));
    },

    /** Takes what a test that failed left in the queue. */
    async purge() {
      await sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
    },

    async close() {
      for (const client of [s3, sqs, dynamodb]) client.destroy();
      await Promise.all([fauxqs.stop(), database.stop()]);
    },
  };
}

async function startDatabase(given: string | undefined) {
  if (given) return { url: given, stop: async () => {} };
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
