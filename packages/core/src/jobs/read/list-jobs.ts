import { LwaBridgeError } from '../../errors.js';
import type { Job, JobStatus } from '../job.js';
import type { QueueParts } from '../queue-parts.js';
import type { ListOrder } from '../store/index-page.js';
import { isGone } from '../store/job-row.js';
import type { RowQuery } from '../store/job-store.js';
import { isKnownType } from '../to-job.js';
import { isJobStatus } from '../transitions.js';
import { readCursor, writeCursor } from './list-cursor.js';
import { loadJob } from './load-job.js';

/** Which jobs `list` gives. */
export interface ListOptions<Status extends JobStatus = JobStatus> {
  status: Status;
  /**
   * Not before this time: when a job is due (PENDING), when its lease ends (PROCESSING), when it
   * ended.
   */
  from?: Date | undefined;
  /** Before this time. */
  until?: Date | undefined;
  /** @default 'newest-first' */
  order?: ListOrder | undefined;
  /** The most jobs of a page, 1 to 100. @default 50 */
  limit?: number | undefined;
  /** The page before's `cursor`. */
  cursor?: string | undefined;
}

/** A page of a list. */
export interface JobPage<Listed = Job> {
  /** May be fewer than asked for, even none, although more follow. */
  readonly jobs: readonly Listed[];
  /** Gives the next page; `undefined` after the last one. Fits into a URL. */
  readonly cursor: string | undefined;
}

/**
 * Reads a page of the jobs of one state. Rows that have left it since, that count as gone, or that
 * are of another queue's type are left out.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`, `ERR_JOB_STORE`
 */
export async function listJobs(parts: QueueParts, options: ListOptions): Promise<JobPage> {
  const { definitions, store, now } = parts;
  const query = toQuery(options);
  const { status } = query;
  if (status === 'COMPLETED' && !store.listsCompleted) {
    throw invalid('status', 'COMPLETED needs the option listCompleted of createJobQueue', status);
  }
  const { rows, next } = await store.list(query);
  const listed = rows.filter(
    (row) => row.status === status && !isGone(row, now()) && isKnownType(definitions, row),
  );
  return {
    jobs: await Promise.all(listed.map((row) => loadJob(parts, row))),
    cursor: next && writeCursor(query, next),
  };
}

// All is checked: an API may hand on what its caller sent.
function toQuery({ status, order = 'newest-first', limit = 50, ...rest }: ListOptions): RowQuery {
  const { from, until, cursor } = rest;
  if (!isJobStatus(status)) throw invalid('status', 'a state of jobs', status);
  if (order !== 'newest-first' && order !== 'oldest-first') {
    throw invalid('order', "'newest-first' or 'oldest-first'", order);
  }
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 100)) {
    throw invalid('limit', 'a whole number from 1 to 100', limit);
  }
  return {
    status,
    order,
    limit,
    from: toTime('from', from),
    until: toTime('until', until),
    after: cursor === undefined ? undefined : readCursor(cursor, { status, order }),
  };
}

function toTime(name: string, date: Date | undefined): number | undefined {
  const time = date?.getTime();
  if (Number.isNaN(time)) throw invalid(name, 'a date', date);
  return time;
}

function invalid(name: string, wanted: string, got: unknown): LwaBridgeError {
  return new LwaBridgeError('ERR_SETTINGS', `${name}: ${wanted}, got ${String(got)}`);
}
