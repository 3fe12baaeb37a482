import type { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type ErrorCode, LwaBridgeError } from '../errors.js';
import type { Condition } from './condition.js';
import type { Item } from './item.js';
import { asInput, asUpdateInput, type ItemUpdate, isLeftBy } from './item-update.js';
import type { DynamoDbPlace } from './place.js';

/** What a table's items are. */
export interface ItemKind {
  /** The attribute that is their key, a text. */
  readonly key: string;
  /** What a message calls one, such as `job`. */
  readonly name: string;
  /** The code of an error that leaves open whether a request was carried out. */
  readonly code: ErrorCode;
}

/** What came of a conditional write: applied or refused, and the item where it is known. */
export interface WriteOutcome {
  readonly applied: boolean;
  readonly item: Item | undefined;
}

/** A table, and the three requests that are made of it. */
export interface ConditionalTable {
  /** Reads an item, consistently. */
  read(id: string): Promise<Item | undefined>;
  /** @param wasApplied - whether an item is the one that was put */
  put(
    item: Item,
    condition: Condition,
    wasApplied: (found: Item | undefined) => boolean,
  ): Promise<WriteOutcome>;
  /** @param returned - whether to give the item where the update is applied */
  update(update: ItemUpdate, condition: Condition, returned?: 'ALL_NEW'): Promise<WriteOutcome>;
}

/**
 * Reads and writes single items.
 *
 * The SDK repeats a write whose answer was lost, and the second try is then refused by what the
 * first one wrote. So whatever an error says, the write was applied if the item is as it leaves it.
 */
export function conditionalTable(
  { tableName, connected }: DynamoDbPlace,
  { key, name, code }: ItemKind,
): ConditionalTable {
  async function read(id: string): Promise<Item | undefined> {
    const { sdk, client } = await connected();
    const Key = { [key]: { S: id } };
    const command = new sdk.GetItemCommand({ TableName: tableName(), Key, ConsistentRead: true });
    return (await client.send(command)).Item;
  }

  // What came of a write that an error speaks against.
  async function outcomeOf(
    error: unknown,
    write: { id: string; what: string; wasApplied: (item: Item | undefined) => boolean },
  ): Promise<WriteOutcome> {
    const { id, what, wasApplied } = write;
    const item = await itemAfter(error, id);
    if (wasApplied(item)) return { applied: true, item };
    if (isRefusal(error)) return { applied: false, item };
    throw failure(what, id, error);
  }

  // The item that refused a write, or that a write of unknown fate left behind.
  async function itemAfter(error: unknown, id: string): Promise<Item | undefined> {
    if (isRefusal(error) && error.Item) return error.Item;
    try {
      return await read(id);
    } catch (readError) {
      throw failure('write', id, isRefusal(error) ? readError : error);
    }
  }

  function failure(what: string, id: string, cause: unknown): LwaBridgeError {
    const message = `could not ${what} ${name} ${id} in table ${tableName()}: ${String(cause)}`;
    return new LwaBridgeError(code, message, { cause });
  }

  return {
    async read(id) {
      // A missing SDK is told as that.
      await connected();
      return read(id).catch((error: unknown) => {
        throw failure('read', id, error);
      });
    },

    async put(item, condition, wasApplied) {
      const { sdk, client } = await connected();
      try {
        const input = { TableName: tableName(), Item: item, ...asInput(condition) };
        await client.send(new sdk.PutItemCommand(input));
        return { applied: true, item };
      } catch (error) {
        return outcomeOf(error, { id: item[key]?.S ?? '', what: 'store', wasApplied });
      }
    },

    async update(update, condition, returned) {
      const { id } = update;
      const { sdk, client } = await connected();
      try {
        const { Attributes } = await client.send(
          new sdk.UpdateItemCommand({
            TableName: tableName(),
            Key: { [key]: { S: id } },
            ...asUpdateInput(update, condition),
            ReturnValues: returned ?? 'NONE',
          }),
        );
        return { applied: true, item: Attributes };
      } catch (error) {
        const wasApplied = (item: Item | undefined) => isLeftBy(update, item);
        return outcomeOf(error, { id, what: 'write', wasApplied });
      }
    },
  };
}

function isRefusal(error: unknown): error is ConditionalCheckFailedException {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
