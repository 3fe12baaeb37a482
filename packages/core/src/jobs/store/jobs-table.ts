import type {
  CreateTableCommandInput,
  UpdateContinuousBackupsCommandInput,
  UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';
import { statusIndexKeys, statusIndexName } from './status-index.js';

const [indexKey, indexTime] = statusIndexKeys;

const tableProperties = {
  AttributeDefinitions: [
    { AttributeName: 'job_id', AttributeType: 'S' },
    { AttributeName: indexKey, AttributeType: 'S' },
    { AttributeName: indexTime, AttributeType: 'N' },
  ],
  KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
  // Keys alone: a row that changes without changing its state costs nothing here.
  GlobalSecondaryIndexes: [
    {
      IndexName: statusIndexName,
      KeySchema: [
        { AttributeName: indexKey, KeyType: 'HASH' },
        { AttributeName: indexTime, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
} satisfies Partial<CreateTableCommandInput>;

const timeToLive = { AttributeName: 'expires_at', Enabled: true };
const pointInTimeRecovery = { PointInTimeRecoveryEnabled: true };

/**
 * The table of jobs, as `CreateTable` takes it: keyed by `job_id`, with the index that `list` and
 * `sweep` read, paid by request. Tests, the local platform and templates all use this one definition.
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
  return structuredClone({ TableName: name, ...tableProperties }) satisfies CreateTableCommandInput;
}

/** The table's TTL, as `UpdateTimeToLive` takes it: jobs that have ended go after their time. */
export function jobsTableTimeToLive(name: string) {
  return {
    TableName: name,
    TimeToLiveSpecification: { ...timeToLive },
  } satisfies UpdateTimeToLiveCommandInput;
}

/** The table's backup, as `UpdateContinuousBackups` takes it: any second of the last 35 days. */
export function jobsTableBackups(name: string) {
  return {
    TableName: name,
    PointInTimeRecoverySpecification: { ...pointInTimeRecovery },
  } satisfies UpdateContinuousBackupsCommandInput;
}

/**
 * The same table with TTL and backup, as the `Properties` of `AWS::DynamoDB::Table` in a template of
 * CloudFormation or SAM. Without a name CloudFormation makes one.
 *
 * @example
 * ```ts
 * import { jobsTableCloudFormation } from 'lwa-bridge/jobs';
 *
 * const resource = { Type: 'AWS::DynamoDB::Table', Properties: jobsTableCloudFormation() };
 * console.log(JSON.stringify(resource, null, 2));
 * ```
 */
export function jobsTableCloudFormation(name?: string) {
  return structuredClone({
    ...(name !== undefined && { TableName: name }),
    ...tableProperties,
    TimeToLiveSpecification: timeToLive,
    PointInTimeRecoverySpecification: pointInTimeRecovery,
  });
}
