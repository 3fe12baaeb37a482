import { expect, it, vi } from 'vitest';
import { z } from 'zod';

vi.mock('@aws-sdk/client-dynamodb', () => {
  throw new Error('client-dynamodb was loaded');
});
vi.mock('@aws-sdk/client-s3', () => {
  throw new Error('client-s3 was loaded');
});
vi.mock('@aws-sdk/client-sqs', () => {
  throw new Error('client-sqs was loaded');
});

it('exports these names, and loads no AWS client before it is needed', async () => {
  const entry = await import('../../src/jobs/index.js');
  expect(Object.keys(entry).sort()).toEqual([
    'EnqueueError',
    'canTransition',
    'createJobQueue',
    'dynamoDbStore',
    'jobHandler',
    'jobsTableBackups',
    'jobsTableCloudFormation',
    'jobsTableDefinition',
    'jobsTableTimeToLive',
    'memoryStore',
    'sweepHandler',
    'transition',
  ]);
  const jobs = entry.createJobQueue({ analyse: { input: z.unknown() } }, { table: 'jobs' });
  entry.jobHandler(jobs, { analyse: () => {} });
  await expect(jobs.get('1')).rejects.toThrow();
  expect(entry.jobsTableDefinition('demo-dev-jobs')).toMatchObject({
    TableName: 'demo-dev-jobs',
    KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
  });
  expect(entry.jobsTableTimeToLive('demo-dev-jobs').TimeToLiveSpecification).toEqual({
    AttributeName: 'expires_at',
    Enabled: true,
  });
});
