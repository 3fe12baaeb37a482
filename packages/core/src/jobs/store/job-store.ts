import type { JobRow } from './job-row.js';
import type {
  Cancellation,
  ChangeOutcome,
  Claim,
  ClaimOutcome,
  Mark,
  NewJob,
  ProgressReport,
  PutOutcome,
  Release,
  Retry,
  RowPage,
  RowQuery,
  Settlement,
  Surrender,
} from './job-steps.js';

export type * from './job-steps.js';

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
