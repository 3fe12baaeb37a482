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
import type { JobItem } from '../../src/jobs/store/job-item.js';
import { memoryStoreOf } from '../../src/jobs/store/memory-store.js';
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

  // An entry that comes or goes is one write unit, one whose key changes two, as AWS charges them.
  it.each([
    [{}, { put: 1, claim: 2, progress: 0, release: 2, 'claim again': 2, complete: 1 }],
    [
      { listCompleted: true },
      { put: 1, claim: 2, progress: 0, release: 2, 'claim again': 2, complete: 2 },
    ],
  ])('costs what docs/jobs.md says, with %o', async (options, costs) => {
    const items = new Map<string, JobItem>();
    const store = memoryStoreOf(items, options);
    const entry = () => {
      const { status_shard, status_at } = items.get('1') ?? {};
      return status_shard && `${status_shard.S} ${status_at?.N}`;
    };
    const job = { id: '1', token: 't', now: 1 };
    const claim = () => store.claim({ ...job, leaseUntil: 9, maxAttempts: 3 });
    const outcome = { status: 'COMPLETED', result: '1' } as const;
    const steps: Record<keyof typeof costs, () => Promise<unknown>> = {
      put: () => store.put({ ...job, type: 'a', input: '1', notBefore: undefined }),
      claim,
      progress: () => store.progress({ ...job, progress: { done: 1, total: 2 } }),
      release: () => store.release({ ...job, error: 'x', notBefore: 1 }),
      'claim again': claim,
      complete: () => store.settle({ ...job, outcome, expiresAt: 9 }),
    };
    const units: Record<string, number> = {};
    for (const [name, step] of Object.entries(steps)) {
      const before = entry();
      await step();
      const after = entry();
      units[name] = before === after ? 0 : Number(!!before) + Number(!!after);
    }
    expect(units).toEqual(costs);
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
