import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AwsClient } from '../aws-client.js';
import { dynamodbSdk } from '../aws-sdk.js';

/** The AWS SDK, and a client of it. */
export type DynamoDbConnection = Awaited<ReturnType<typeof connect>>;

/** Where requests go. Everything is asked for on first use. */
export interface DynamoDbPlace {
  tableName(): string;
  connected(): Promise<DynamoDbConnection>;
}

/** A table, and the client that it is reached by: the given one, or one made on first use. */
export function dynamoDbPlace(
  tableName: () => string,
  given: AwsClient | undefined,
): DynamoDbPlace {
  let connection: ReturnType<typeof connect> | undefined;
  return {
    tableName,
    connected() {
      connection ??= connect(given);
      return connection;
    },
  };
}

async function connect(given: AwsClient | undefined) {
  const sdk = await dynamodbSdk();
  return { sdk, client: (given as DynamoDBClient | undefined) ?? new sdk.DynamoDBClient({}) };
}
