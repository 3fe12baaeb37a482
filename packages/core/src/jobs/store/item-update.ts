import { isDeepStrictEqual } from 'node:util';
import type { JobItem } from './job-item.js';
import type { Mark, NewJob, ProgressReport } from './job-store.js';
import { type JobWrite, newItem, statusAfter } from './job-write.js';
import { indexEntry, type StatusIndex, statusIndexKeys } from './status-index.js';

/** What an update does to the attributes of an item; all others stay as they are. */
export interface ItemUpdate {
  readonly id: string;
  readonly set: JobItem;
  readonly remove: readonly string[];
  /** Adds 1 to `attempt`. */
  readonly startsAttempt?: boolean;
  /** Whether an item is as this very update left it. */
  wasApplied(item: JobItem | undefined): boolean;
}

/** A new row, in its place in the index. */
export function newIndexedItem(job: NewJob, index: StatusIndex): JobItem {
  const at = job.notBefore ?? job.now;
  return { ...newItem(job), ...indexEntry(job.id, { status: 'PENDING', at, index }) };
}

/** The update that takes a job to another state, and moves it in the index. */
export function stateUpdate(write: JobWrite, index: StatusIndex): ItemUpdate {
  const status = statusAfter(write);
  const entry = indexEntry(write.id, { status, at: write.at, index });
  return {
    ...write,
    set: { ...write.set, status: { S: status }, ...entry },
    remove: entry ? write.remove : [...write.remove, ...statusIndexKeys],
    // A token is made for one write alone.
    wasApplied: (item) => item?.lease_token?.S === write.token && item.status?.S === status,
  };
}

/** The update that leaves a job in its state, and puts it in its right place in the index. */
export function markUpdate({ seen, at, sweeps }: Mark, index: StatusIndex): ItemUpdate {
  const { id, status } = seen;
  const entry = indexEntry(id, { status, at, index });
  const set: JobItem = {
    status: { S: status },
    ...(sweeps > 0 && { sweeps: { N: String(sweeps) } }),
    ...entry,
  };
  return {
    id,
    set,
    remove: entry ? [] : statusIndexKeys,
    wasApplied: (item) => bears(item, set),
  };
}

/** The update that notes how far an attempt is. */
export function progressUpdate({ id, token, progress }: ProgressReport): ItemUpdate {
  const { done, total } = progress;
  const set: JobItem = {
    lease_token: { S: token },
    progress_done: { N: String(done) },
    ...(total !== undefined && { progress_total: { N: String(total) } }),
  };
  return {
    id,
    set,
    remove: total === undefined ? ['progress_total'] : [],
    wasApplied: (item) => item?.status?.S === 'PROCESSING' && bears(item, set),
  };
}

/** The item with the update applied, as a database would. */
export function applyUpdate(item: JobItem = {}, update: ItemUpdate): JobItem {
  const kept = Object.entries(item).filter(([name]) => !update.remove.includes(name));
  const attempt = Number(item.attempt?.N ?? 0) + 1;
  return {
    ...Object.fromEntries(kept),
    ...update.set,
    ...(update.startsAttempt && { attempt: { N: String(attempt) } }),
  };
}

function bears(item: JobItem | undefined, attributes: JobItem): boolean {
  return item !== undefined && isDeepStrictEqual({ ...item, ...attributes }, item);
}
