import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The most that DynamoDB stores in one item: names and values together. */
export const maxItemBytes = 400 * 1024;

/** What a row may still grow by after it was enqueued: lease, error (4 KB), times, an index's keys. */
export const reservedBytes = 6 * 1024;

// A number takes up to 21 bytes; what DynamoDB really counts depends on its digits.
const numberBytes = 21;

/**
 * The size of an item as DynamoDB counts it, or a little more.
 * Source: "DynamoDB item sizes and formats" in the DynamoDB developer guide.
 */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return sum(Object.entries(item), ([name, value]) => attributeBytes(name, value));
}

/** The size of one attribute, its name included. */
export function attributeBytes(name: string, value: AttributeValue): number {
  return utf8Bytes(name) + valueBytes(value);
}

/** What a result adds to its row, in bytes. */
export function resultBytes(text: string): number {
  return attributeBytes('result', { S: text }) + attributeBytes('expires_at', { N: '9999999999' });
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return utf8Bytes(value.S);
  if (value.N !== undefined) return numberBytes;
  if (value.B !== undefined) return value.B.byteLength;
  if (value.SS !== undefined) return sum(value.SS, utf8Bytes);
  if (value.NS !== undefined) return value.NS.length * numberBytes;
  if (value.BS !== undefined) return sum(value.BS, (bytes) => bytes.byteLength);
  // Lists and maps: 3 bytes each, and 1 for each entry.
  if (value.L !== undefined) return 3 + sum(value.L, (inner) => 1 + valueBytes(inner));
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  return 1;
}

function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function sum<T>(values: readonly T[], size: (value: T) => number): number {
  return values.reduce((total, value) => total + size(value), 0);
}
