import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { itemBytes, maxItemBytes } from '../../src/jobs/store/item-size.js';
import type { JobItem } from '../../src/jobs/store/job-item.js';
import { type LocalDynamoDb, startLocalDynamoDb } from './support/local-dynamodb.js';

let dynamodb: LocalDynamoDb;
beforeAll(async () => {
  dynamodb = await startLocalDynamoDb();
});
afterAll(() => dynamodb.close());

it.each<[string, JobItem, number]>([
  ['names and texts, in UTF-8', { ab: { S: 'é€😀' } }, 2 + 2 + 3 + 4],
  ['numbers, at most', { n: { N: '1767225600000' } }, 1 + 21],
  ['bytes', { b: { B: new Uint8Array(10) } }, 1 + 10],
  ['booleans and null', { t: { BOOL: false }, u: { NULL: true } }, 4],
  ['sets', { s: { SS: ['a', 'bc'] }, n: { NS: ['1', '2'] }, b: { BS: [new Uint8Array(3)] } }, 51],
  ['lists', { l: { L: [{ S: 'a' }, { S: 'bc' }] } }, 1 + 3 + 2 + 3],
  ['maps', { m: { M: { a: { S: 'x' }, b: { BOOL: true } } } }, 1 + 3 + 2 + 2 + 2],
  ['nothing', {}, 0],
])('counts %s', (_what, item, bytes) => {
  expect(itemBytes(item)).toBe(bytes);
});

it('never counts less than the database: what it lets pass is stored', async () => {
  const item: JobItem = {
    job_id: { S: 'largest' },
    attempt: { N: '12345' },
    tags: { L: [{ S: 'a' }, { M: { deep: { N: '1.5' } } }] },
  };
  const room = maxItemBytes - itemBytes({ ...item, text: { S: '' } });
  const put = (bytes: number) =>
    dynamodb.client.send(
      new PutItemCommand({
        TableName: dynamodb.table,
        Item: { ...item, text: { S: 'x'.repeat(bytes) } },
      }),
    );
  await put(room);
  // And not much more: the difference is what short numbers are counted too much.
  await expect(put(room + 100)).rejects.toThrow(/exceeded the maximum/);
});
