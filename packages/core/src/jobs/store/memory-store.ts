import { isLeftBy } from '../../dynamodb/item-update.js';
import { leaseLost } from '../job-errors.js';
import { claimRefusal } from './claim-refusal.js';
import { takePage, timesOf } from './index-page.js';
import { type JobItem, readableRow, readRow } from './job-item.js';
import { isGone, type JobRow } from './job-row.js';
import type { ChangeOutcome, JobStore } from './job-store.js';
import {
  applyUpdate,
  markUpdate,
  newIndexedItem,
  progressUpdate,
  stateUpdate,
} from './job-update.js';
import {
  cancelWrite,
  claimWrite,
  giveUpWrite,
  isSameNewItem,
  type JobWrite,
  releaseWrite,
  retryWrite,
  settleWrite,
} from './job-write.js';
import { type StatusIndexOptions, shardNames, statusIndex } from './status-index.js';

/** Options of {@link memoryStore}. */
export type MemoryStoreOptions = Pick<StatusIndexOptions, 'listCompleted'>;

/**
 * Jobs in this process's memory, for tests: the same steps under the same conditions.
 *
 * @example
 * ```ts
 * import { memoryStore } from 'lwa-bridge/jobs';
 *
 * const store = memoryStore();
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}): JobStore {
  return memoryStoreOf(new Map(), options);
}

/** A store over these items, by job id: rows in the form that the table has them in. */
export function memoryStoreOf(
  items: Map<string, JobItem>,
  options: StatusIndexOptions = {},
): JobStore {
  const index = statusIndex(options);
  const find = (id: string): JobRow | undefined => {
    const item = items.get(id);
    return item && readRow(item);
  };

  const save = (item: JobItem): JobRow => {
    const row = readRow(item);
    items.set(row.id, item);
    return row;
  };

  // Nothing is awaited between reading a row and writing it: that makes a step atomic.
  const writeIf = (condition: boolean, write: JobWrite): ChangeOutcome => {
    const row = find(write.id);
    const update = stateUpdate(write, index);
    const leaves = write.transitions.some(({ from }) => from === row?.status);
    if (!condition || !leaves) return { changed: isLeftBy(update, items.get(write.id)), row };
    return { changed: true, row: save(applyUpdate(items.get(write.id), update)) };
  };

  return {
    table: 'memory',
    listsCompleted: index.listCompleted,

    async put(job) {
      const item = newIndexedItem(job, index);
      const row = find(job.id);
      if (!row || isGone(row, job.now)) return { stored: true, row: save(item) };
      return { stored: isSameNewItem(items.get(job.id), item), row };
    },

    async claim(claim) {
      const refusal = claimRefusal(find(claim.id), claim);
      const { changed, row } = writeIf(refusal.outcome === 'contended', claimWrite(claim));
      return changed && row ? { outcome: 'claimed', row } : refusal;
    },

    async progress(report) {
      const { id, token } = report;
      const row = find(id);
      if (row?.status !== 'PROCESSING' || row.token !== token) return false;
      save(applyUpdate(items.get(id), progressUpdate(report)));
      return true;
    },

    async settle(settlement) {
      const mine = find(settlement.id)?.token === settlement.token;
      if (!writeIf(mine, settleWrite(settlement)).changed) throw leaseLost(settlement.id);
    },

    async release(release) {
      const mine = find(release.id)?.token === release.token;
      if (!writeIf(mine, releaseWrite(release)).changed) throw leaseLost(release.id);
    },

    async giveUp(surrender) {
      const unchanged = find(surrender.seen.id)?.token === surrender.seen.token;
      return writeIf(unchanged, giveUpWrite(surrender)).changed;
    },

    async get(id) {
      return find(id);
    },

    async list(query) {
      const names = new Set(shardNames(query.status, index));
      const { first, last } = timesOf(query);
      const found = [...items.values()]
        .filter(({ status_shard }) => names.has(status_shard?.S ?? ''))
        .map((item) => ({ id: item.job_id?.S ?? '', at: Number(item.status_at?.N) }))
        .filter(({ at }) => at >= first && at <= last);
      const { entries, next } = takePage(found, query, false);
      return { rows: entries.flatMap(({ id }) => readableRow(items.get(id) ?? {})), next };
    },

    async mark(mark) {
      const { seen } = mark;
      const update = markUpdate(mark, index);
      const row = find(seen.id);
      const isUnchanged = (['status', 'token', 'sweeps'] as const).every(
        (name) => row?.[name] === seen[name],
      );
      if (!isUnchanged) return isLeftBy(update, items.get(seen.id));
      save(applyUpdate(items.get(seen.id), update));
      return true;
    },

    async cancel(cancellation) {
      return writeIf(true, cancelWrite(cancellation));
    },

    async retry(retry) {
      const row = find(retry.id);
      return writeIf(row !== undefined && !isGone(row, retry.now), retryWrite(retry));
    },
  };
}
