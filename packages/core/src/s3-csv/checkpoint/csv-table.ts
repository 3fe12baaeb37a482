import type {
  CreateTableCommandInput,
  UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';

const tableProperties = {
  AttributeDefinitions: [{ AttributeName: 'file_id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'file_id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
} satisfies Partial<CreateTableCommandInput>;

const timeToLive = { AttributeName: 'expires_at', Enabled: true };

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
  return structuredClone({ TableName: name, ...tableProperties }) satisfies CreateTableCommandInput;
}

/** The table's TTL, as `UpdateTimeToLive` takes it: files that have ended go after their time. */
export function csvTableTimeToLive(name: string) {
  return {
    TableName: name,
    TimeToLiveSpecification: { ...timeToLive },
  } satisfies UpdateTimeToLiveCommandInput;
}

/**
 * The same table with its TTL, as the properties of an `AWS::DynamoDB::Table` in CloudFormation or
 * SAM, and in a definition of `lwa-bridge-local`. Without a name CloudFormation makes one.
 *
 * @example
 * ```ts
 * import { csvTableCloudFormation } from 'lwa-bridge/s3-csv';
 *
 * const resource = { Type: 'AWS::DynamoDB::Table', Properties: csvTableCloudFormation() };
 * console.log(JSON.stringify(resource, null, 2));
 * ```
 */
export function csvTableCloudFormation(name?: string) {
  return structuredClone({
    ...(name !== undefined && { TableName: name }),
    ...tableProperties,
    TimeToLiveSpecification: timeToLive,
  });
}
