import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Condition } from './condition.js';
import { bears, type Item } from './item.js';

/** What an update does to the attributes of an item; all others stay as they are. */
export interface ItemUpdate {
  readonly id: string;
  readonly set: Item;
  /** Set where they are not there yet. */
  readonly setOnce?: Item;
  readonly remove?: readonly string[];
  /** The attribute that grows by 1. */
  readonly increment?: string;
  /**
   * By what it knows itself again. Default: the item bears all that is set, and nothing of what is
   * removed.
   */
  readonly wasApplied?: (item: Item) => boolean;
}

/** Whether an item is as this very update left it. */
export function isLeftBy(update: ItemUpdate, item: Item | undefined): boolean {
  const { set, remove = [], wasApplied } = update;
  if (!item) return false;
  if (wasApplied) return wasApplied(item);
  return bears(item, set) && !remove.some((name) => name in item);
}

/** An update under a condition, as `UpdateItem` takes it. */
export function asUpdateInput(
  { set, setOnce = {}, remove = [], increment }: ItemUpdate,
  { expression, values }: Condition,
) {
  const assignments = [
    ...Object.keys(set).map((name) => `#${name} = :new_${name}`),
    ...Object.keys(setOnce).map((name) => `#${name} = if_not_exists(#${name}, :new_${name})`),
  ];
  if (increment) {
    assignments.push(`#${increment} = if_not_exists(#${increment}, :zero) + :one`);
  }
  const removal = remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '';
  const written = Object.entries({ ...set, ...setOnce });
  const condition = {
    expression,
    values: {
      ...values,
      ...Object.fromEntries(written.map(([name, value]) => [`:new_${name}`, value])),
      ...(increment && { ':zero': { N: '0' }, ':one': { N: '1' } }),
    },
  };
  return asInput(condition, `SET ${assignments.join(', ')}${removal}`);
}

/**
 * A condition, and an update where there is one, as requests take them. Every attribute is written
 * `#name`: many are reserved words, and all of them may become so.
 */
export function asInput({ expression, values }: Condition, update?: string) {
  const names = `${expression} ${update ?? ''}`.match(/#\w+/g) ?? [];
  return {
    ConditionExpression: expression,
    ...(update !== undefined && { UpdateExpression: update }),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])),
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } satisfies Partial<UpdateItemCommandInput>;
}
