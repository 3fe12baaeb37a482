import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { jobsTableCloudFormation } from 'lwa-bridge/jobs';
import { afterEach, expect, it } from 'vitest';
import type { TableDefinition } from '../../src/resources/table-definition.js';
import { createTables } from '../../src/resources/tables.js';
import { startServices } from '../../src/services/services.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const table: TableDefinition = {
  partitionKey: 'ticket',
  sortKey: { name: 'passenger', type: 'N' },
  indexes: {
    byShard: { partitionKey: 'shard', sortKey: 'ticket', projection: ['job_id', 'status'] },
    keysOnly: { partitionKey: 'job_id', projection: 'KEYS_ONLY' },
    all: { partitionKey: 'job_id' },
  },
  timeToLiveAttribute: 'expires_at',
};

it('are made with keys and indexes, and can be used at once', async () => {
  const { clients, close } = await startServices({ env: {} });
  closers.push(close);
  const told: unknown[] = [];
  const onEvent = (event: unknown) => told.push(event);
  for (let count = 0; count < 2; count++) {
    await createTables(clients.dynamodb, { titanic: table }, { setTimeToLive: false, onEvent });
  }
  expect(told).toEqual(Array(2).fill({ type: 'table-ready', table: 'titanic' }));

  const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName: 'titanic' }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [
      { AttributeName: 'ticket', KeyType: 'HASH' },
      { AttributeName: 'passenger', KeyType: 'RANGE' },
    ],
  });
  expect(Table?.AttributeDefinitions).toHaveLength(4);
  expect(Table?.AttributeDefinitions).toContainEqual({
    AttributeName: 'passenger',
    AttributeType: 'N',
  });
  const indexes = Object.fromEntries(
    (Table?.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, index]),
  );
  expect(indexes).toMatchObject({
    byShard: {
      KeySchema: [
        { AttributeName: 'shard', KeyType: 'HASH' },
        { AttributeName: 'ticket', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['job_id', 'status'] },
    },
    keysOnly: { Projection: { ProjectionType: 'KEYS_ONLY' } },
    all: { Projection: { ProjectionType: 'ALL' } },
  });
});

it('are made by the properties of a template, too', async () => {
  const { clients, close } = await startServices({ env: {} });
  closers.push(close);
  const tables = { jobs: jobsTableCloudFormation() };
  await createTables(clients.dynamodb, tables, { setTimeToLive: false, onEvent: () => {} });
  const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName: 'jobs' }));
  expect(Table).toMatchObject({
    KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [{ IndexName: 'by_status' }],
  });
});

it.each([
  ['is enabled', 200, {}],
  ['may be enabled already', 400, { __type: 'com.amazon#ValidationException', message: 'is on' }],
])('time to live %s where DynamoDB knows it', async (_what, status, reply) => {
  const actions: string[] = [];
  const server = createServer((request, response) => {
    const action = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    actions.push(action);
    request.resume();
    response.writeHead(action === 'UpdateTimeToLive' ? status : 200);
    const described = { Table: { TableStatus: 'ACTIVE' } };
    response.end(JSON.stringify(action === 'UpdateTimeToLive' ? reply : described));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  closers.push(
    () => client.destroy(),
    () => server.close(),
  );
  await createTables(client, { titanic: table }, { setTimeToLive: true, onEvent: () => {} });
  expect(actions).toEqual(['CreateTable', 'DescribeTable', 'UpdateTimeToLive']);
});
