import { isFinished, type JobRow } from '../store/job-row.js';

/** What the sweep does about a job that it found in the index. */
export type Verdict =
  /** Its message is lost: it is sent again. */
  | { readonly action: 'send' }
  /** It was sent again often enough; whether its last message is still there is not known yet. */
  | { readonly action: 'wait' }
  /** It was sent again often enough, and no message is left. */
  | { readonly action: 'abandon' }
  /** The index was wrong about it: it belongs to this time (epoch milliseconds). */
  | { readonly action: 'reindex'; readonly at: number };

/** What a verdict is made by. */
export interface Evidence {
  /** The state that the index has the job under. */
  readonly status: 'PENDING' | 'PROCESSING';
  /** Jobs that were due, or leased, until before then are overdue. Epoch milliseconds. */
  readonly until: number;
  readonly now: number;
  readonly queueIsEmpty: boolean;
  readonly maxSends: number;
  /** After so many looks since the last message was sent, it has expired in the queue. */
  readonly looksToExpiry: number;
}

/** Judges a job by its row, which the index may be wrong about: other programs write rows, too. */
export function verdictOn(row: JobRow, evidence: Evidence): Verdict {
  const { status, until, now, queueIsEmpty, maxSends, looksToExpiry } = evidence;
  const at = row.status === 'PENDING' ? row.notBefore : row.leaseUntil;
  // A lease that is missing counts as over once the job has been seen with none for as long.
  if (row.status !== status || isFinished(row.status)) return { action: 'reindex', at: at ?? now };
  if (at !== undefined && at >= until) return { action: 'reindex', at };
  if (row.sweeps < maxSends) return { action: 'send' };
  const isExpired = row.sweeps - maxSends >= looksToExpiry;
  return { action: queueIsEmpty || isExpired ? 'abandon' : 'wait' };
}
