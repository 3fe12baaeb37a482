import { leaseLost } from '../job-errors.js';
import { claimRefusal } from './claim-refusal.js';
import { type JobItem, readRow } from './job-item.js';
import { isGone, type JobRow } from './job-row.js';
import type { ChangeOutcome, JobStore } from './job-store.js';
import {
  cancelWrite,
  claimWrite,
  giveUpWrite,
  isApplied,
  isSameNewItem,
  type JobWrite,
  newItem,
  releaseWrite,
  retryWrite,
  settleWrite,
  statusAfter,
} from './job-write.js';

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
export function memoryStore(): JobStore {
  return memoryStoreOf(new Map());
}

/** A store over these items, by job id: rows in the form that the table has them in. */
export function memoryStoreOf(items: Map<string, JobItem>): JobStore {
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
    const leaves = write.transitions.some(({ from }) => from === row?.status);
    if (!condition || !leaves) return { changed: isApplied(items.get(write.id), write), row };
    return { changed: true, row: save(applyWrite(items.get(write.id), write)) };
  };

  return {
    table: 'memory',

    async put(job) {
      const item = newItem(job);
      const row = find(job.id);
      if (!row || isGone(row, job.now)) return { stored: true, row: save(item) };
      return { stored: isSameNewItem(items.get(job.id), item), row };
    },

    async claim(claim) {
      const refusal = claimRefusal(find(claim.id), claim);
      const { changed, row } = writeIf(refusal.outcome === 'contended', claimWrite(claim));
      return changed && row ? { outcome: 'claimed', row } : refusal;
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

    async cancel(cancellation) {
      return writeIf(true, cancelWrite(cancellation));
    },

    async retry(retry) {
      const row = find(retry.id);
      return writeIf(row !== undefined && !isGone(row, retry.now), retryWrite(retry));
    },
  };
}

function applyWrite(item: JobItem = {}, write: JobWrite): JobItem {
  const kept = Object.entries(item).filter(([name]) => !write.remove.includes(name));
  const attempt = Number(item.attempt?.N ?? 0) + 1;
  return {
    ...Object.fromEntries(kept),
    ...write.set,
    status: { S: statusAfter(write) },
    ...(write.startsAttempt && { attempt: { N: String(attempt) } }),
  };
}
