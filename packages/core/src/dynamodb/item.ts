import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, or some of its attributes, in DynamoDB's own form. */
export type Item = Readonly<Record<string, AttributeValue>>;

export function text(value: string): { S: string } {
  return { S: value };
}

export function number(value: number): { N: string } {
  return { N: String(value) };
}

/** A time as it is read by people, from epoch milliseconds. */
export function time(milliseconds: number): { S: string } {
  return text(new Date(milliseconds).toISOString());
}

/** Whether an item has these attributes, and as they are here. */
export function bears(item: Item, attributes: Item): boolean {
  return isDeepStrictEqual({ ...item, ...attributes }, item);
}

/** A number that is there; `undefined` for an attribute of another type. */
export function readNumber(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}
