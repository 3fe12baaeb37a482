import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  dynamoDbStore,
  jobsTableBackups,
  jobsTableCloudFormation,
  jobsTableDefinition,
  jobsTableTimeToLive,
  memoryStore,
} from '../../src/jobs/index.js';
import { type LocalDynamoDb, startLocalDynamoDb } from './support/local-dynamodb.js';

let dynamodb: LocalDynamoDb;
beforeAll(async () => {
  dynamodb = await startLocalDynamoDb();
});
afterAll(() => dynamodb.close());

describe('the table of jobs', () => {
  it('can be created: key, index of keys alone, paid by request', async () => {
    const { client, table: TableName } = dynamodb;
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by_status',
          KeySchema: [
            { AttributeName: 'status_shard', KeyType: 'HASH' },
            { AttributeName: 'status_at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    });
  });

  it('gives each caller a definition of its own', async () => {
    const one = jobsTableDefinition('one');
    one.KeySchema.length = 0;
    expect(jobsTableDefinition('two').KeySchema).toHaveLength(1);
    jobsTableCloudFormation().KeySchema.length = 0;
    expect(jobsTableCloudFormation().KeySchema).toHaveLength(1);
  });

  it('is the same as properties of CloudFormation, with TTL and backups', () => {
    const { TableName, ...properties } = jobsTableDefinition('jobs');
    expect(jobsTableCloudFormation()).toEqual({
      ...properties,
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(jobsTableTimeToLive('jobs')).toEqual({
      TableName,
      TimeToLiveSpecification: jobsTableCloudFormation().TimeToLiveSpecification,
    });
    expect(jobsTableBackups('jobs')).toEqual({
      TableName,
      PointInTimeRecoverySpecification: jobsTableCloudFormation().PointInTimeRecoverySpecification,
    });
    expect(jobsTableCloudFormation('jobs')).toMatchObject({ TableName });
  });
});

describe('the index', () => {
  it('spreads the jobs of one state over its shards', async () => {
    const { table, client } = dynamodb;
    const store = dynamoDbStore({ table, client, indexShards: 4 });
    const shards = new Set<string>();
    for (let count = 0; count < 40; count += 1) {
      const id = `spread-${count}`;
      await store.put({ id, type: 'a', input: '1', notBefore: undefined, now: 1 });
      shards.add((await dynamodb.readItem(id))?.status_shard?.S ?? '');
    }
    expect([...shards].toSorted()).toEqual(['PENDING#0', 'PENDING#1', 'PENDING#2', 'PENDING#3']);
  });

  it('that is not there is named', async () => {
    const { client, table: TableName } = dynamodb;
    const {
      GlobalSecondaryIndexes: _,
      AttributeDefinitions: __,
      ...bare
    } = jobsTableDefinition('');
    const table = `${TableName}-bare`;
    const AttributeDefinitions = [{ AttributeName: 'job_id', AttributeType: 'S' as const }];
    await client.send(new CreateTableCommand({ ...bare, TableName: table, AttributeDefinitions }));
    const store = dynamoDbStore({ table, client });
    await expect(
      store.list({ status: 'FAILED', order: 'newest-first', limit: 1 }),
    ).rejects.toMatchObject({
      code: 'ERR_JOB_STORE',
      message: expect.stringContaining(`the index by_status of table ${table}`),
    });
  });

  it.each([0, 1.5, 1001])('has no %d shards', (indexShards) => {
    expect(() => dynamoDbStore({ indexShards })).toThrow(/indexShards/);
    expect(() => memoryStore({ indexShards } as object)).toThrow(/indexShards/);
  });
});
