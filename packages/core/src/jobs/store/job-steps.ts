import type { JobProgress, JobStatus } from '../job.js';
import type { IndexPosition, IndexRange } from './index-page.js';
import type { JobRow } from './job-row.js';

// What the steps of a store are told, and what they answer.

export interface NewJob {
  readonly id: string;
  readonly type: string;
  /** JSON text; without it there is `inputLocation`. */
  readonly input?: string | undefined;
  /** Where the input is that was too large for the row. */
  readonly inputLocation?: string | undefined;
  /** Epoch milliseconds. */
  readonly notBefore: number | undefined;
  readonly now: number;
}

/** The job as it now is: stored by this call, or already there. */
export interface PutOutcome {
  readonly stored: boolean;
  readonly row: JobRow;
}

export interface Claim {
  readonly id: string;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly leaseUntil: number;
  readonly maxAttempts: number;
  /**
   * The types of job that the caller can run, with `undefined` for a row that does not say.
   * @default any
   */
  readonly types?: readonly (string | undefined)[] | undefined;
  readonly now: number;
}

/** What came of a claim. Whatever is not `claimed` says why. */
export type ClaimOutcome =
  /** The caller has it; `row` is as it now is. */
  | { readonly outcome: 'claimed'; readonly row: JobRow }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'finished'; readonly row: JobRow }
  /** It is of none of the types that were asked for. */
  | { readonly outcome: 'unknown-type'; readonly row: JobRow }
  /** Another worker has it, until then (epoch milliseconds) where its lease says so. */
  | { readonly outcome: 'held'; readonly row: JobRow; readonly until: number | undefined }
  /** Not to be started before then (epoch milliseconds). */
  | { readonly outcome: 'not-due'; readonly row: JobRow; readonly until: number }
  /** Nobody has it, but no attempt is left. */
  | { readonly outcome: 'exhausted'; readonly row: JobRow }
  /** It was refused, but nothing speaks against it any more: it changed in between. */
  | { readonly outcome: 'contended'; readonly row: JobRow };

export interface ProgressReport {
  readonly id: string;
  /** The claim's. */
  readonly token: string;
  readonly progress: JobProgress;
}

export interface Settlement {
  readonly id: string;
  /** The claim's. */
  readonly token: string;
  readonly outcome: Outcome;
  /** Epoch seconds. */
  readonly expiresAt: number;
  readonly now: number;
}

/** How a job ends. */
export type Outcome =
  | { readonly status: 'COMPLETED' /** JSON text. */; readonly result: string }
  /** The result was too large for the row. */
  | { readonly status: 'COMPLETED'; readonly resultLocation: string }
  | { readonly status: 'FAILED'; readonly error: string };

export interface Release {
  readonly id: string;
  /** The claim's. */
  readonly token: string;
  readonly error: string;
  /** Epoch milliseconds. */
  readonly notBefore: number;
  readonly now: number;
}

export interface Surrender {
  /** As it was seen: PENDING, or PROCESSING with a lease that is over. */
  readonly seen: JobRow;
  readonly token: string;
  readonly error: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  readonly now: number;
}

export interface Mark {
  /** As it was seen, in whatever state. */
  readonly seen: JobRow;
  /** The job's time in the index from now on, in epoch milliseconds. */
  readonly at: number;
  /** How often the sweep has looked at it since a worker last had it. */
  readonly sweeps: number;
}

export interface Cancellation {
  readonly id: string;
  readonly token: string;
  readonly error: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  readonly now: number;
}

export interface Retry {
  readonly id: string;
  readonly token: string;
  readonly now: number;
}

/** Whether it was changed, and the row as it now is (`undefined`: there is none). */
export interface ChangeOutcome {
  readonly changed: boolean;
  readonly row: JobRow | undefined;
}

/** A page of the rows that the index has under a state; `limit` is from 1 to 100. */
export interface RowQuery extends IndexRange {
  readonly status: JobStatus;
}

export interface RowPage {
  /** May be fewer than asked for, even none, although more follow. */
  readonly rows: readonly JobRow[];
  /** Where the next page begins; `undefined` after the last one. */
  readonly next: IndexPosition | undefined;
}
