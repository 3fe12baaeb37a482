import { randomUUID } from 'node:crypto';
import { CreateTableCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type FileItem, readFileItem } from '../../../src/s3-csv/checkpoint/file-item.js';
import { csvTableDefinition } from '../../../src/s3-csv/index.js';
import { startLocalDynamoDb } from '../../jobs/support/local-dynamodb.js';
import { uploadsQueue } from './uploads-queue.js';

export type CsvServices = Awaited<ReturnType<typeof startCsvServices>>;

/** The services for the tests of one file; each finds the queue empty. */
export function useCsvServices(): CsvServices {
  let started: CsvServices | undefined;
  beforeAll(async () => {
    started = await startCsvServices();
  }, 60_000);
  beforeEach(() => started?.purge());
  afterAll(() => started?.close());
  return new Proxy({} as CsvServices, { get: (_, name) => Reflect.get(started ?? {}, name) });
}

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
  const database = await startLocalDynamoDb();
  const config = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const s3 = new S3Client({ ...config, endpoint: url, forcePathStyle: true });
  const sqs = new SQSClient({ ...config, endpoint: url });
  const queue = uploadsQueue(fauxqs, sqs);
  const dynamodb = database.client;
  const table = `csv-${randomUUID()}`;
  await dynamodb.send(new CreateTableCommand(csvTableDefinition(table)));

  async function items() {
    const { Items = [] } = await dynamodb.send(
      new ScanCommand({ TableName: table, ConsistentRead: true }),
    );
    return Items;
  }

  return {
    ...{ url, databaseUrl: database.url, s3, sqs, dynamodb, table },
    /** Options of a handler that uses them. */
    options: { s3Client: s3, sqsClient: sqs, dynamodbClient: dynamodb, table, clockSkew: 0 },
    ...queue,

    /** Stores an object and sends its notification. */
    async upload(key: string, body: string | Buffer, sequencer?: string): Promise<string> {
      const put = new PutObjectCommand({ Bucket: 'uploads', Key: key, Body: body });
      const eTag = ((await s3.send(put)).ETag ?? '').replaceAll('"', '');
      await queue.notify(key, eTag, Buffer.byteLength(body), sequencer);
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

    async close() {
      for (const client of [s3, sqs]) client.destroy();
      await Promise.all([fauxqs.stop(), database.close()]);
    },
  };
}
