import type {
  CreateTableCommandInput,
  UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';

/**
 * The table of checkpoints, as `CreateTable` takes it: keyed by `file_id`, paid by request. Tests,
 * the local platform and templates all use this one definition.
 *
 * @example
 * ```ts
 * import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
 * import { csvTableDefinition } from 'lwa-bridge/s3-csv';
 *
 * await new DynamoDBClient({}).send(new CreateTableCommand(csvTableDefinition('demo-dev-csv')));
 * ```
 */
export function csvTableDefinition(name: string) {
  return {
    TableName: name,
    AttributeDefinitions: [{ AttributeName: 'file_id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'file_id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  } satisfies CreateTableCommandInput;
}

/** The table's TTL, as `UpdateTimeToLive` takes it: files that have ended go after their time. */
export function csvTableTimeToLive(name: string) {
  return {
    TableName: name,
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  } satisfies UpdateTimeToLiveCommandInput;
}
