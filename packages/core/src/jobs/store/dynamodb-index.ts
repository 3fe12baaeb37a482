import { setTimeout as sleep } from 'node:timers/promises';
import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { DynamoDbConnection, DynamoDbPlace } from '../../dynamodb/place.js';
import { LwaBridgeError } from '../../errors.js';
import {
  entriesToRead,
  type IndexEntry,
  type IndexPage,
  type TimeRange,
  takePage,
  timesOf,
} from './index-page.js';
import type { JobItem } from './job-item.js';
import type { RowQuery } from './job-store.js';
import { type StatusIndex, shardNames, statusIndexName } from './status-index.js';

// What BatchGetItem leaves out (16 MB, or throttled) is asked for again this often.
const maxTries = 8;

/** A page of items, as they now are, in the order of the index. */
export interface ItemPage {
  readonly items: readonly JobItem[];
  readonly next: IndexPage['next'];
}

/**
 * Reads a page of the index: a query of each shard, then the items themselves.
 * @throws LwaBridgeError `ERR_JOB_STORE`, `ERR_MISSING_ENV`, `ERR_MISSING_PEER`
 */
export async function readIndexPage(
  place: DynamoDbPlace,
  query: RowQuery,
  index: StatusIndex,
): Promise<ItemPage> {
  const times = timesOf(query);
  if (times.first > times.last) return { items: [], next: undefined };
  const table = place.tableName();
  const connection = await place.connected();
  try {
    const conditions = shardNames(query.status, index).map((name) => keyCondition(name, times));
    const shards = await Promise.all(
      conditions.map((condition) => queryShard(connection, { table, condition, query })),
    );
    const found = shards.flatMap(({ entries }) => entries);
    const mayHaveMore = shards.some(({ more }) => more);
    const { entries, next } = takePage(found, query, mayHaveMore);
    const ids = entries.map(({ id }) => id);
    const items = await readItems(connection, table, ids);
    return { items: ids.map((id) => items.get(id)).filter((item) => item !== undefined), next };
  } catch (cause) {
    const what = `the index ${statusIndexName} of table ${table}`;
    const message = `could not read ${what}: ${String(cause)}`;
    throw new LwaBridgeError('ERR_JOB_STORE', message, { cause });
  }
}

interface ShardQuery {
  readonly table: string;
  readonly condition: ReturnType<typeof keyCondition>;
  readonly query: RowQuery;
}

async function queryShard(
  { sdk, client }: DynamoDbConnection,
  { table, condition, query }: ShardQuery,
) {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new sdk.QueryCommand({
      TableName: table,
      IndexName: statusIndexName,
      ...condition,
      ScanIndexForward: query.order === 'oldest-first',
      Limit: entriesToRead(query),
    }),
  );
  return { entries: Items.map(toEntry), more: LastEvaluatedKey !== undefined };
}

function keyCondition(shard: string, { first, last }: TimeRange) {
  return {
    KeyConditionExpression: '#status_shard = :shard AND #status_at BETWEEN :first AND :last',
    ExpressionAttributeNames: { '#status_shard': 'status_shard', '#status_at': 'status_at' },
    ExpressionAttributeValues: {
      ':shard': { S: shard },
      ':first': { N: String(first) },
      ':last': { N: String(last) },
    },
  } satisfies Partial<QueryCommandInput>;
}

function toEntry(item: Record<string, AttributeValue>): IndexEntry {
  return { id: item.job_id?.S ?? '', at: Number(item.status_at?.N) };
}

async function readItems(
  { sdk, client }: DynamoDbConnection,
  table: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JobItem>> {
  const items = new Map<string, JobItem>();
  let keys = ids.map((id): Record<string, AttributeValue> => ({ job_id: { S: id } }));
  for (let attempt = 1; keys.length > 0; attempt += 1) {
    if (attempt > maxTries) throw new Error(`${keys.length} items were not given`);
    if (attempt > 1) await sleep(Math.random() * 50 * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await client.send(
      new sdk.BatchGetItemCommand({
        RequestItems: { [table]: { Keys: keys, ConsistentRead: true } },
      }),
    );
    for (const item of Responses?.[table] ?? []) items.set(item.job_id?.S ?? '', item);
    keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return items;
}
