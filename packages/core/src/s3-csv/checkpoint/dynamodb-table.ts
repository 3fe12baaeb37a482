import { isDeepStrictEqual } from 'node:util';
import type {
  ConditionalCheckFailedException,
  DynamoDBClient,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { AwsClient } from '../../aws-client.js';
import { dynamodbSdk } from '../../aws-sdk.js';
import { LwaBridgeError } from '../../errors.js';
import type { Condition } from './conditions.js';
import type { Item } from './file-item.js';

/** A conditional write to one item. */
export interface Write {
  readonly id: string;
  readonly condition: Condition;
  readonly set: Item;
  /** Set where they are not there yet. */
  readonly setOnce?: Item;
  readonly remove?: readonly string[];
}

/** What came of a write: applied or refused, and the item as it is now. */
export interface WriteOutcome {
  readonly applied: boolean;
  readonly item: Item | undefined;
}

/** The two requests that are made of a table of checkpoints. */
export interface CheckpointTable {
  /** Reads an item, consistently. */
  read(id: string): Promise<Item | undefined>;
  update(write: Write): Promise<WriteOutcome>;
}

/**
 * Reads and writes single items. The AWS SDK is loaded on first use.
 *
 * The SDK repeats a write whose answer was lost, and the second try is then refused by what the
 * first one wrote. So whatever an error says, the write was applied if the item is as it leaves it;
 * each one sets a token or the time.
 *
 * @throws LwaBridgeError `ERR_CSV_STORE` where it is not known whether a write was applied
 */
export function dynamoDbTable(table: string, given: AwsClient | undefined): CheckpointTable {
  let connection: ReturnType<typeof connect> | undefined;
  const connected = () => {
    connection ??= connect(given);
    return connection;
  };

  async function read(id: string): Promise<Item | undefined> {
    const { sdk, client } = await connected();
    const Key = { file_id: { S: id } };
    const command = new sdk.GetItemCommand({ TableName: table, Key, ConsistentRead: true });
    return (await client.send(command)).Item;
  }

  // The item that refused a write, or that a write of unknown fate left behind.
  async function itemAfter(error: unknown, id: string): Promise<Item | undefined> {
    if (isRefusal(error) && error.Item) return error.Item;
    try {
      return await read(id);
    } catch (readError) {
      throw storeError('write', id, isRefusal(error) ? readError : error);
    }
  }

  function storeError(what: string, id: string, cause: unknown): LwaBridgeError {
    const message = `could not ${what} the checkpoint ${id} in table ${table}: ${String(cause)}`;
    return new LwaBridgeError('ERR_CSV_STORE', message, { cause });
  }

  return {
    read: (id) =>
      read(id).catch((error: unknown) => {
        throw storeError('read', id, error);
      }),

    async update(write) {
      const { sdk, client } = await connected();
      try {
        const { Attributes } = await client.send(
          new sdk.UpdateItemCommand({ TableName: table, ...asInput(write) }),
        );
        return { applied: true, item: Attributes };
      } catch (error) {
        const item = await itemAfter(error, write.id);
        if (isApplied(write, item)) return { applied: true, item };
        if (isRefusal(error)) return { applied: false, item };
        throw storeError('write', write.id, error);
      }
    },
  };
}

async function connect(given: AwsClient | undefined) {
  const sdk = await dynamodbSdk();
  return { sdk, client: (given as DynamoDBClient | undefined) ?? new sdk.DynamoDBClient({}) };
}

function isRefusal(error: unknown): error is ConditionalCheckFailedException {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

function isApplied({ set, remove = [] }: Write, item: Item | undefined): boolean {
  if (!item || remove.some((name) => name in item)) return false;
  return Object.entries(set).every(([name, value]) => isDeepStrictEqual(item[name], value));
}

// Every attribute is written `#name`: many are reserved words, and all of them may become so.
function asInput({ id, condition, set, setOnce = {}, remove = [] }: Write) {
  const assignments = [
    ...Object.keys(set).map((name) => `#${name} = :new_${name}`),
    ...Object.keys(setOnce).map((name) => `#${name} = if_not_exists(#${name}, :new_${name})`),
  ];
  const removal = remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '';
  const update = `SET ${assignments.join(', ')}${removal}`;
  const names = `${condition.expression} ${update}`.match(/#\w+/g) ?? [];
  const values = Object.entries({ ...set, ...setOnce });
  return {
    Key: { file_id: { S: id } },
    ConditionExpression: condition.expression,
    UpdateExpression: update,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])),
    ExpressionAttributeValues: {
      ...condition.values,
      ...Object.fromEntries(values.map(([name, value]) => [`:new_${name}`, value])),
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } satisfies Partial<UpdateItemCommandInput>;
}
