import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { jobsTableDefinition } from '../../../src/jobs/index.js';
import type { JobItem } from '../../../src/jobs/store/job-item.js';

/** A DynamoDB with an empty table of jobs. */
export interface LocalDynamoDb {
  readonly url: string;
  readonly client: DynamoDBClient;
  readonly table: string;
  readItem(id: string): Promise<JobItem | undefined>;
  writeItem(item: JobItem): Promise<void>;
  deleteItem(id: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Embedded, or the one at `TEST_DYNAMODB_URL`, such as Amazon's own DynamoDB Local: the tests then
 * run on the real engine's conditions.
 */
export async function startLocalDynamoDb(): Promise<LocalDynamoDb> {
  const { url, stop } = await startServer(process.env.TEST_DYNAMODB_URL);
  const client = dynamoDbClient(url);
  const table = `jobs-${randomUUID()}`;
  await client.send(new CreateTableCommand(jobsTableDefinition(table)));
  return {
    url,
    client,
    table,
    async readItem(id) {
      const Key = { job_id: { S: id } };
      const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      return (await client.send(command)).Item;
    },
    async writeItem(item) {
      await client.send(new PutItemCommand({ TableName: table, Item: item }));
    },
    async deleteItem(id) {
      const Key = { job_id: { S: id } };
      await client.send(new DeleteItemCommand({ TableName: table, Key }));
    },
    async close() {
      client.destroy();
      await stop();
    },
  };
}

async function startServer(given: string | undefined) {
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

/** A client of a local server. */
export function dynamoDbClient(
  endpoint: string,
  options: DynamoDBClientConfig = {},
): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, ...options });
}
