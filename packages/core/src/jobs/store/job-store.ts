import type { JobProgress, JobStatus } from '../job.js';
import type { IndexPosition, IndexRange } from './index-page.js';
import type { JobRow } from './job-row.js';

/**
 * Where jobs are kept. Each step is one conditional write; a write whose condition is not met
 * changes nothing. There are two, and one contract suite for both: DynamoDB and memory.
 *
 * A store has no clock: each step is told the time (`now`, epoch milliseconds). Tokens are made by
 * the caller before the first try, and a step that finds its own token in the state that it leads to
 * has succeeded: so a write that is repeated, because its answer was lost, knows itself again.
 *
 * Every method throws a `LwaBridgeError` `ERR_JOB_STORE` where it is not known whether the write was
 * applied or that it was not.
 */
export interface JobStore {
  /** The table's name, for messages. */
  readonly table: string;
  /** Whether `list` finds completed jobs: they are in the index only where an option says so. */
  readonly listsCompleted: boolean;

  /** Stores a new job, unless there is one with this id: PENDING. */
  put(job: NewJob): Promise<PutOutcome>;

  /**
   * Takes a job for one attempt: PENDING and due, or PROCESSING with a lease that is over, and an
   * attempt left. Without reading it first.
   */
  claim(claim: Claim): Promise<ClaimOutcome>;

  /** Notes how far an attempt is, if the job is still the caller's. `false` where it is not. */
  progress(report: ProgressReport): Promise<boolean>;

  /**
   * Ends a job: COMPLETED or FAILED, if it is still the caller's.
   * @throws LwaBridgeError `ERR_LEASE_LOST` where another worker holds it, or it has ended
   */
  settle(settlement: Settlement): Promise<void>;

  /**
   * Ends an attempt and leaves the job for another one: PENDING, if it is still the caller's.
   * @throws LwaBridgeError `ERR_LEASE_LOST` where another worker holds it, or it has ended
   */
  release(release: Release): Promise<void>;

  /**
   * Ends a job whose attempts are used up: FAILED, if it is still as it was seen. `false` where it
   * is not.
   */
  giveUp(surrender: Surrender): Promise<boolean>;

  /** The row, read consistently; also one that counts as gone. */
  get(id: string): Promise<JobRow | undefined>;

  /**
   * Rows that the index has under a state, in the order of its time there: when a job is due
   * (PENDING), when its lease ends (PROCESSING), when it ended. The index follows the rows with a
   * delay, so a row may have left that state, or count as gone; each is as it is now.
   */
  list(query: RowQuery): Promise<RowPage>;

  /**
   * Notes in a job, which stays in its state, that the sweep has looked at it: if it is still as it
   * was seen. `false` where it is not.
   */
  mark(mark: Mark): Promise<boolean>;

  /** Ends a job that nobody has begun: PENDING to FAILED. */
  cancel(cancellation: Cancellation): Promise<ChangeOutcome>;

  /** Begins a failed job anew, with all its attempts: FAILED to PENDING. */
  retry(retry: Retry): Promise<ChangeOutcome>;
}

export interface NewJob {
  readonly id: string;
  readonly type: string;
  /** JSON text. */
  readonly input: string;
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
  readonly now: number;
}

/** What came of a claim. Whatever is not `claimed` says why. */
export type ClaimOutcome =
  /** The caller has it; `row` is as it now is. */
  | { readonly outcome: 'claimed'; readonly row: JobRow }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'finished'; readonly row: JobRow }
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
