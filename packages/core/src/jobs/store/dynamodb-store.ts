import type { AwsClient } from '../../aws-client.js';
import { conditionalTable, type WriteOutcome } from '../../dynamodb/conditional-table.js';
import { dynamoDbPlace } from '../../dynamodb/place.js';
import { LwaBridgeError } from '../../errors.js';
import { leaseLost } from '../job-errors.js';
import { jobsTableName } from '../settings.js';
import { claimRefusal } from './claim-refusal.js';
import {
  canCancel,
  canClaim,
  canGiveUp,
  canMark,
  canPut,
  canRetry,
  canSettle,
} from './conditions.js';
import { readIndexPage } from './dynamodb-index.js';
import { type JobItem, readableRow, readRow } from './job-item.js';
import type { JobRow } from './job-row.js';
import type { ChangeOutcome, ClaimOutcome, JobStore } from './job-store.js';
import { markUpdate, newIndexedItem, progressUpdate, stateUpdate } from './job-update.js';
import {
  cancelWrite,
  claimWrite,
  giveUpWrite,
  isSameNewItem,
  releaseWrite,
  retryWrite,
  settleWrite,
} from './job-write.js';
import { type StatusIndexOptions, statusIndex } from './status-index.js';

/** Options of {@link dynamoDbStore}. */
export interface DynamoDbStoreOptions extends StatusIndexOptions {
  /** The table's name. @default `JOBS_TABLE`, else `${APP_NAMESPACE}-${APP_ENV}-jobs` */
  table?: string | undefined;
  /** @default one made on first use */
  client?: AwsClient | undefined;
}

/**
 * Jobs in a DynamoDB table: one conditional write a step, and no read before it. A refused item
 * comes with the error (`ALL_OLD`), or is read where the database sends none.
 *
 * @throws LwaBridgeError `ERR_MISSING_ENV` on first use, where nothing names the table; `ERR_SETTINGS`
 * for `indexShards` that are no whole number from 1 to 1,000
 *
 * @example
 * ```ts
 * import { dynamoDbStore } from 'lwa-bridge/jobs';
 *
 * const row = await dynamoDbStore({ table: 'jobs' }).get('3f1c');
 * ```
 */
export function dynamoDbStore(options: DynamoDbStoreOptions = {}): JobStore {
  const tableName = () => jobsTableName(options.table, process.env);
  const place = dynamoDbPlace(tableName, options.client);
  const table = conditionalTable(place, { key: 'job_id', name: 'job', code: 'ERR_JOB_STORE' });
  const index = statusIndex(options);

  return {
    get table() {
      return tableName();
    },
    listsCompleted: index.listCompleted,

    async put(job) {
      const row = newIndexedItem(job, index);
      const isThis = (found: JobItem | undefined) => isSameNewItem(found, row);
      const { applied, item } = await table.put(row, canPut(job), isThis);
      if (!item) throw vanished(job.id, tableName());
      return { stored: applied, row: readRow(item) };
    },

    async claim(claim): Promise<ClaimOutcome> {
      const update = stateUpdate(claimWrite(claim), index);
      const { applied, item } = await table.update(update, canClaim(claim), 'ALL_NEW');
      const row = item && readRow(item);
      if (applied && row) return { outcome: 'claimed', row };
      return claimRefusal(row, claim);
    },

    async progress(report) {
      return (await table.update(progressUpdate(report), canSettle(report))).applied;
    },

    async settle(settlement) {
      const update = stateUpdate(settleWrite(settlement), index);
      const { applied } = await table.update(update, canSettle(settlement));
      if (!applied) throw leaseLost(settlement.id);
    },

    async release(release) {
      const update = stateUpdate(releaseWrite(release), index);
      const { applied } = await table.update(update, canSettle(release));
      if (!applied) throw leaseLost(release.id);
    },

    async giveUp(surrender) {
      const update = stateUpdate(giveUpWrite(surrender), index);
      return (await table.update(update, canGiveUp(surrender))).applied;
    },

    async get(id) {
      return toRow(await table.read(id));
    },

    async list(query) {
      const { items, next } = await readIndexPage(place, query, index);
      return { rows: items.flatMap(readableRow), next };
    },

    async mark(mark) {
      return (await table.update(markUpdate(mark, index), canMark(mark))).applied;
    },

    async cancel(cancellation) {
      const update = stateUpdate(cancelWrite(cancellation), index);
      return toChange(await table.update(update, canCancel(), 'ALL_NEW'));
    },

    async retry(retry) {
      const update = stateUpdate(retryWrite(retry), index);
      return toChange(await table.update(update, canRetry(retry), 'ALL_NEW'));
    },
  };
}

function vanished(id: string, table: string): LwaBridgeError {
  const message = `job ${id} in table ${table} was deleted while it was being stored anew: try again`;
  return new LwaBridgeError('ERR_JOB_STORE', message);
}

function toChange({ applied, item }: WriteOutcome): ChangeOutcome {
  return { changed: applied, row: toRow(item) };
}

function toRow(item: JobItem | undefined): JobRow | undefined {
  return item && readRow(item);
}
