import { bears, number, readNumber, text } from '../../dynamodb/item.js';
import type { ItemUpdate } from '../../dynamodb/item-update.js';
import type { JobItem } from './job-item.js';
import type { Mark, NewJob, ProgressReport } from './job-store.js';
import { type JobWrite, newItem, statusAfter } from './job-write.js';
import { indexEntry, type StatusIndex, statusIndexKeys } from './status-index.js';

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
    set: { ...write.set, status: text(status), ...entry },
    remove: entry ? write.remove : [...write.remove, ...statusIndexKeys],
    // A token is made for one write alone.
    wasApplied: ({ lease_token, status: found }) =>
      lease_token?.S === write.token && found?.S === status,
  };
}

/** The update that leaves a job in its state, and puts it in its right place in the index. */
export function markUpdate({ seen, at, sweeps }: Mark, index: StatusIndex): ItemUpdate {
  const { id, status } = seen;
  const entry = indexEntry(id, { status, at, index });
  return {
    id,
    set: { status: text(status), ...(sweeps > 0 && { sweeps: number(sweeps) }), ...entry },
    remove: entry ? [] : statusIndexKeys,
  };
}

/** The update that notes how far an attempt is. */
export function progressUpdate({ id, token, progress }: ProgressReport): ItemUpdate {
  const { done, total } = progress;
  const set: JobItem = {
    lease_token: text(token),
    progress_done: number(done),
    ...(total !== undefined && { progress_total: number(total) }),
  };
  return {
    id,
    set,
    remove: total === undefined ? ['progress_total'] : [],
    wasApplied: (item) => item.status?.S === 'PROCESSING' && bears(item, set),
  };
}

/** The item with the update applied, as a database would. */
export function applyUpdate(item: JobItem = {}, update: ItemUpdate): JobItem {
  const { set, remove = [], increment } = update;
  const kept = Object.entries(item).filter(([name]) => !remove.includes(name));
  return {
    ...Object.fromEntries(kept),
    ...set,
    ...(increment && { [increment]: number((readNumber(item[increment]) ?? 0) + 1) }),
  };
}
