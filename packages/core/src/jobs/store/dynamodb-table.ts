import type {
  ConditionalCheckFailedException,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { LwaBridgeError } from '../../errors.js';
import type { Condition } from './conditions.js';
import type { DynamoDbPlace } from './dynamodb-connection.js';
import type { ItemUpdate } from './item-update.js';
import type { JobItem } from './job-item.js';
import { isSameNewItem } from './job-write.js';

/** What came of a conditional write: applied or refused, and the item where it is known. */
export interface WriteOutcome {
  readonly applied: boolean;
  readonly item: JobItem | undefined;
}

/** A jobs table, and the three requests that a store makes of it. */
export interface DynamoDbTable {
  read(id: string): Promise<JobItem | undefined>;
  put(item: JobItem, condition: Condition): Promise<WriteOutcome>;
  update(update: ItemUpdate, condition: Condition, returned?: 'ALL_NEW'): Promise<WriteOutcome>;
}

/**
 * Reads and writes single items.
 *
 * The SDK repeats a write whose answer was lost, and the second try is then refused by what the
 * first one wrote. So whatever an error says, the write was applied if the item bears its token in
 * the state it leads to.
 */
export function dynamoDbTable({ tableName, connected }: DynamoDbPlace): DynamoDbTable {
  async function read(id: string): Promise<JobItem | undefined> {
    const { sdk, client } = await connected();
    const { Item } = await client.send(
      new sdk.GetItemCommand({
        TableName: tableName(),
        Key: { job_id: { S: id } },
        ConsistentRead: true,
      }),
    );
    return Item;
  }

  // The item that refused a write, or that a write of unknown fate left behind.
  async function itemAfter(error: unknown, id: string): Promise<JobItem | undefined> {
    if (isRefusal(error) && error.Item) return error.Item;
    try {
      return await read(id);
    } catch (readError) {
      throw storeError('write', id, isRefusal(error) ? readError : error);
    }
  }

  function storeError(what: string, id: string, error: unknown): LwaBridgeError {
    const message = `could not ${what} job ${id} in table ${tableName()}: ${String(error)}`;
    return new LwaBridgeError('ERR_JOB_STORE', message, { cause: error });
  }

  return {
    async read(id) {
      await connected();
      return read(id).catch((error: unknown) => {
        throw storeError('read', id, error);
      });
    },

    async put(item, condition) {
      const id = item.job_id?.S ?? '';
      const { sdk, client } = await connected();
      try {
        await client.send(
          new sdk.PutItemCommand({
            TableName: tableName(),
            Item: item,
            ...asInput(condition),
          }),
        );
        return { applied: true, item };
      } catch (error) {
        const found = await itemAfter(error, id);
        if (isSameNewItem(found, item)) return { applied: true, item: found };
        if (isRefusal(error)) return { applied: false, item: found };
        throw storeError('store', id, error);
      }
    },

    async update(update, condition, returned) {
      const { sdk, client } = await connected();
      try {
        const { Attributes } = await client.send(
          new sdk.UpdateItemCommand({
            TableName: tableName(),
            Key: { job_id: { S: update.id } },
            ...asUpdate(update, condition),
            ReturnValues: returned ?? 'NONE',
          }),
        );
        return { applied: true, item: Attributes };
      } catch (error) {
        const item = await itemAfter(error, update.id);
        if (update.wasApplied(item)) return { applied: true, item };
        if (isRefusal(error)) return { applied: false, item };
        throw storeError('write', update.id, error);
      }
    },
  };
}

function isRefusal(error: unknown): error is ConditionalCheckFailedException {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

function asUpdate({ set, remove, startsAttempt }: ItemUpdate, condition: Condition) {
  const assignments = Object.keys(set).map((name) => `#${name} = :new_${name}`);
  if (startsAttempt) assignments.push('#attempt = if_not_exists(#attempt, :zero) + :one');
  const values = {
    ...condition.values,
    ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:new_${name}`, value])),
    ...(startsAttempt && { ':zero': { N: '0' }, ':one': { N: '1' } }),
  };
  const removal = remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '';
  return asInput({ ...condition, values }, `SET ${assignments.join(', ')}${removal}`);
}

// Every attribute is written `#name`: many are reserved words, and all of them may become so.
function asInput({ expression, values }: Condition, update?: string) {
  const names = `${expression} ${update ?? ''}`.match(/#\w+/g) ?? [];
  return {
    ConditionExpression: expression,
    ...(update !== undefined && { UpdateExpression: update }),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])),
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } satisfies Partial<UpdateItemCommandInput>;
}
