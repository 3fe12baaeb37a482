import type {
  CreateTableCommandInput,
  UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';

/**
 * The table of jobs, as `CreateTable` takes it: keyed by `job_id`, paid by request. Tests, the local
 * platform and templates all use this one definition.
 *
 * @example
 * ```ts
 * import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
 * import { jobsTableDefinition } from 'lwa-bridge/jobs';
 *
 * await new DynamoDBClient({}).send(new CreateTableCommand(jobsTableDefinition('demo-dev-jobs')));
 * ```
 */
export function jobsTableDefinition(name: string) {
  return {
    TableName: name,
    AttributeDefinitions: [{ AttributeName: 'job_id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  } satisfies CreateTableCommandInput;
}

/** The table's TTL, as `UpdateTimeToLive` takes it: jobs that have ended go after their time. */
export function jobsTableTimeToLive(name: string) {
  return {
    TableName: name,
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  } satisfies UpdateTimeToLiveCommandInput;
}
