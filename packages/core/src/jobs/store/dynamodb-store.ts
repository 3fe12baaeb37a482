import type { AwsClient } from '../../aws-client.js';
import { LwaBridgeError } from '../../errors.js';
import { leaseLost } from '../job-errors.js';
import { jobsTableName } from '../settings.js';
import { claimRefusal } from './claim-refusal.js';
import { canCancel, canClaim, canGiveUp, canPut, canRetry, canSettle } from './conditions.js';
import { dynamoDbTable, type WriteOutcome } from './dynamodb-table.js';
import { type JobItem, readRow } from './job-item.js';
import type { JobRow } from './job-row.js';
import type { ChangeOutcome, ClaimOutcome, JobStore } from './job-store.js';
import {
  cancelWrite,
  claimWrite,
  giveUpWrite,
  newItem,
  releaseWrite,
  retryWrite,
  settleWrite,
} from './job-write.js';

/** Options of {@link dynamoDbStore}. */
export interface DynamoDbStoreOptions {
  /** The table's name. @default `JOBS_TABLE`, else `${APP_NAMESPACE}-${APP_ENV}-jobs` */
  table?: string | undefined;
  /** @default one made on first use */
  client?: AwsClient | undefined;
}

/**
 * Jobs in a DynamoDB table: one conditional write a step, and no read before it. A refused item
 * comes with the error (`ALL_OLD`), or is read where the database sends none.
 *
 * @throws LwaBridgeError `ERR_MISSING_ENV` on first use, where nothing names the table
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
  const table = dynamoDbTable({ tableName, client: options.client });

  return {
    get table() {
      return tableName();
    },

    async put(job) {
      const { applied, item } = await table.put(newItem(job), canPut(job));
      if (!item) throw vanished(job.id, tableName());
      return { stored: applied, row: readRow(item) };
    },

    async claim(claim): Promise<ClaimOutcome> {
      const { applied, item } = await table.update(claimWrite(claim), canClaim(claim), 'ALL_NEW');
      const row = item && readRow(item);
      if (applied && row) return { outcome: 'claimed', row };
      return claimRefusal(row, claim);
    },

    async settle(settlement) {
      const { applied } = await table.update(settleWrite(settlement), canSettle(settlement));
      if (!applied) throw leaseLost(settlement.id);
    },

    async release(release) {
      const { applied } = await table.update(releaseWrite(release), canSettle(release));
      if (!applied) throw leaseLost(release.id);
    },

    async giveUp(surrender) {
      return (await table.update(giveUpWrite(surrender), canGiveUp(surrender))).applied;
    },

    async get(id) {
      return toRow(await table.read(id));
    },

    async cancel(cancellation) {
      return toChange(await table.update(cancelWrite(cancellation), canCancel(), 'ALL_NEW'));
    },

    async retry(retry) {
      return toChange(await table.update(retryWrite(retry), canRetry(retry), 'ALL_NEW'));
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
