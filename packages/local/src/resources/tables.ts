import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type KeySchemaElement,
  type Projection,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { entriesOf } from '../entries-of.js';
import type { OnLocalEvent } from '../local-event.js';

/** An attribute of a key: its name, for a string, or name and type. */
export type KeyAttribute = string | { name: string; type: 'S' | 'N' | 'B' };

/** A DynamoDB table. */
export interface TableDefinition {
  partitionKey: KeyAttribute;
  sortKey?: KeyAttribute;
  /** Global secondary indexes, by name. */
  indexes?: Readonly<Record<string, IndexDefinition>>;
  /**
   * The attribute that holds the time to live, in epoch seconds. The embedded DynamoDB deletes
   * nothing; neither does AWS for up to days.
   */
  timeToLiveAttribute?: string;
}

/** A global secondary index of a table. */
export interface IndexDefinition {
  partitionKey: KeyAttribute;
  sortKey?: KeyAttribute;
  /** What it holds besides keys: everything, nothing, or these attributes. @default 'ALL' */
  projection?: 'ALL' | 'KEYS_ONLY' | readonly string[];
}

/**
 * Creates tables and waits until they can be used. One that is there already is left as it is.
 *
 * @param setTimeToLive whether this DynamoDB knows `UpdateTimeToLive`; the embedded one does not
 */
export async function createTables(
  client: DynamoDBClient,
  definitions: Readonly<Record<string, TableDefinition>> | undefined,
  { setTimeToLive, onEvent }: { setTimeToLive: boolean; onEvent: OnLocalEvent },
): Promise<void> {
  for (const [table, definition] of entriesOf(definitions)) {
    await createTable(client, table, definition);
    if (setTimeToLive) await enableTimeToLive(client, table, definition);
    onEvent({ type: 'table-ready', table });
  }
}

async function createTable(client: DynamoDBClient, name: string, definition: TableDefinition) {
  try {
    await client.send(new CreateTableCommand(tableInput(name, definition)));
  } catch (error) {
    if ((error as Error).name !== 'ResourceInUseException') throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: name });
}

async function enableTimeToLive(client: DynamoDBClient, name: string, table: TableDefinition) {
  const AttributeName = table.timeToLiveAttribute;
  if (!AttributeName) return;
  try {
    const TimeToLiveSpecification = { AttributeName, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  } catch (error) {
    // It is enabled already, or the endpoint is an emulator that has no time to live.
    const harmless = ['ValidationException', 'UnknownOperationException'];
    if (!harmless.includes((error as Error).name)) throw error;
  }
}

/** The input of `CreateTable` that makes the table. */
export function tableInput(name: string, definition: TableDefinition): CreateTableCommandInput {
  const types = new Map<string, 'S' | 'N' | 'B'>();
  const keySchema = (keys: Pick<IndexDefinition, 'partitionKey' | 'sortKey'>) => {
    const schema: KeySchemaElement[] = [];
    for (const [attribute, KeyType] of [
      [keys.partitionKey, 'HASH'],
      [keys.sortKey, 'RANGE'],
    ] as const) {
      if (!attribute) continue;
      const key =
        typeof attribute === 'string' ? { name: attribute, type: 'S' as const } : attribute;
      types.set(key.name, key.type);
      schema.push({ AttributeName: key.name, KeyType });
    }
    return schema;
  };

  const KeySchema = keySchema(definition);
  const indexes = Object.entries(definition.indexes ?? {}).map(([IndexName, index]) => ({
    IndexName,
    KeySchema: keySchema(index),
    Projection: projection(index),
  }));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}

function projection({ projection = 'ALL' }: IndexDefinition): Projection {
  if (typeof projection === 'string') return { ProjectionType: projection };
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projection] };
}
