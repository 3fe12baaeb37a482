import {
  CreateTableCommand,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { entriesOf } from '../entries-of.js';
import type { OnLocalEvent } from '../local-event.js';
import { type TableDefinition, type TableProperties, tableProperties } from './table-definition.js';

/**
 * Creates tables and waits until they can be used. One that is there already is left as it is.
 *
 * @param setTimeToLive whether this DynamoDB knows `UpdateTimeToLive`; the embedded one does not
 */
export async function createTables(
  client: DynamoDBClient,
  definitions: Readonly<Record<string, TableDefinition | TableProperties>> | undefined,
  { setTimeToLive, onEvent }: { setTimeToLive: boolean; onEvent: OnLocalEvent },
): Promise<void> {
  for (const [table, definition] of entriesOf(definitions)) {
    const properties = tableProperties(definition);
    await createTable(client, table, properties);
    if (setTimeToLive) await enableTimeToLive(client, table, properties);
    onEvent({ type: 'table-ready', table });
  }
}

async function createTable(client: DynamoDBClient, name: string, properties: TableProperties) {
  const { AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes } = properties;
  const table = { AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes };
  try {
    await client.send(new CreateTableCommand({ TableName: name, ...table }));
  } catch (error) {
    if ((error as Error).name !== 'ResourceInUseException') throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: name });
}

async function enableTimeToLive(
  client: DynamoDBClient,
  name: string,
  { TimeToLiveSpecification }: TableProperties,
) {
  if (!TimeToLiveSpecification) return;
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  } catch (error) {
    // It is enabled already, or the endpoint is an emulator that has no time to live.
    const harmless = ['ValidationException', 'UnknownOperationException'];
    if (!harmless.includes((error as Error).name)) throw error;
  }
}
