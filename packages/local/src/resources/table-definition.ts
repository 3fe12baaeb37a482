import type {
  CreateTableCommandInput,
  KeySchemaElement,
  Projection,
  TimeToLiveSpecification,
} from '@aws-sdk/client-dynamodb';

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
 * A table as a template of CloudFormation has it: the `Properties` of `AWS::DynamoDB::Table`, such as
 * `jobsTableCloudFormation()` gives. What the embedded DynamoDB can't do (backups, encryption) is left out.
 */
export interface TableProperties
  extends Pick<
    CreateTableCommandInput,
    'AttributeDefinitions' | 'KeySchema' | 'BillingMode' | 'GlobalSecondaryIndexes'
  > {
  TimeToLiveSpecification?: TimeToLiveSpecification;
}

/** A table's properties, however it is defined. */
export function tableProperties(definition: TableDefinition | TableProperties): TableProperties {
  if (!('partitionKey' in definition)) return definition;
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
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(definition.timeToLiveAttribute && {
      TimeToLiveSpecification: { AttributeName: definition.timeToLiveAttribute, Enabled: true },
    }),
  };
}

function projection({ projection = 'ALL' }: IndexDefinition): Projection {
  if (typeof projection === 'string') return { ProjectionType: projection };
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projection] };
}
