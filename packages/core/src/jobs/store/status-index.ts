import { createHash } from 'node:crypto';
import { LwaBridgeError } from '../../errors.js';
import type { JobStatus } from '../job.js';
import type { JobItem } from './job-item.js';

/** The name of the index that `list` and `sweep` read. */
export const statusIndexName = 'by_status';

/** What a row bears while the index has it: the index's two keys. */
export const statusIndexKeys = ['status_shard', 'status_at'] as const;

/** How the index is laid out: the same for all who write to one table. */
export interface StatusIndex {
  /** Over how many keys the jobs of one state are spread. */
  readonly shards: number;
  /** Whether completed jobs stay in the index. */
  readonly listCompleted: boolean;
}

/** Options of a store's index. */
export interface StatusIndexOptions {
  /**
   * Over how many keys the index spreads the jobs of one state: DynamoDB takes 1,000 writes a second
   * for each key, and a job makes two in each state that it passes. Not to be lowered while jobs are
   * in the table. @default 16, enough for 8,000 jobs a second
   */
  indexShards?: number | undefined;
  /**
   * Keeps completed jobs in the index, so that `list` finds them: one more write unit a job.
   * @default false: they leave it when they are done, which keeps it small
   */
  listCompleted?: boolean | undefined;
}

/**
 * The layout that these options ask for.
 * @throws LwaBridgeError `ERR_SETTINGS` for `indexShards` that are no whole number from 1 to 1,000
 */
export function statusIndex({
  indexShards = 16,
  listCompleted = false,
}: StatusIndexOptions): StatusIndex {
  if (!(Number.isInteger(indexShards) && indexShards >= 1 && indexShards <= 1000)) {
    const message = `indexShards: a whole number from 1 to 1000, got ${indexShards}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
  return { shards: indexShards, listCompleted };
}

/**
 * Where the index has a job: under its state and shard, at this time (epoch milliseconds). Nothing
 * for one that it does not hold.
 */
export function indexEntry(
  id: string,
  { status, at, index }: { status: JobStatus; at: number; index: StatusIndex },
): JobItem | undefined {
  if (status === 'COMPLETED' && !index.listCompleted) return undefined;
  return {
    status_shard: { S: shardName(status, shardOf(id, index.shards)) },
    status_at: { N: String(at) },
  };
}

/** The keys under which the index has the jobs of one state. */
export function shardNames(status: JobStatus, { shards }: StatusIndex): string[] {
  return Array.from({ length: shards }, (_, shard) => shardName(status, shard));
}

function shardName(status: JobStatus, shard: number): string {
  return `${status}#${shard}`;
}

// By its id alone: a job stays in its shard whoever writes it.
function shardOf(id: string, shards: number): number {
  return createHash('sha256').update(id).digest().readUInt32BE() % shards;
}
