import type { PlannedJob } from '../plan/plan.ts';

/** Everything that happened in a run, as those saw it who stood beside: proxy, journal, operator. */
export interface History {
  readonly maxAttempts: number;
  /** The jobs that were enqueued. */
  readonly jobs: readonly EnqueuedJob[];
  /** Every write to the table that was applied, in the order of the database. */
  readonly writes: readonly RowWrite[];
  /** Every call of the handler. */
  readonly runs: readonly Run[];
  /** What befell the workers. */
  readonly faults: readonly WorkerFault[];
  /** Requests about a job whose answer never came back as it was. */
  readonly brokenRequests: readonly BrokenRequest[];
  /** The table at the end, read around the proxy. */
  readonly rows: readonly Row[];
  /** What the handlers did to the world outside, at the end. */
  readonly effects: readonly Effect[];
  /** Messages at the end. */
  readonly messagesLeft: { readonly queue: number; readonly deadLetterQueue: number };
}

export interface EnqueuedJob extends PlannedJob {
  readonly id: string;
  /** What `cancel` answered; `undefined` where nobody cancelled it. */
  readonly cancelAnswer: boolean | undefined;
}

/** A row, as far as it is looked at. Times are epoch milliseconds. */
export interface Row {
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
  readonly token?: string | undefined;
  readonly leaseUntil?: number | undefined;
  readonly notBefore?: number | undefined;
  readonly updatedAt: number;
  readonly result?: string | undefined;
  readonly error?: string | undefined;
}

/** A write that was applied: who sent it, and the row that it left. */
export interface RowWrite {
  /** When its answer came. */
  readonly at: number;
  /** A worker's name; `undefined` for the producer. */
  readonly worker: string | undefined;
  readonly row: Row;
}

/** A call of the handler. */
export interface Run {
  /** Its own; outputs and errors bear it. */
  readonly id: string;
  readonly jobId: string;
  readonly attempt: number;
  readonly worker: string;
  readonly startedAt: number;
  /** `undefined` where its process ended before. */
  readonly ended?: { readonly at: number; readonly how: 'returned' | 'threw' } | undefined;
}

/** What befell a worker's process. */
export interface WorkerFault {
  readonly worker: string;
  readonly kind: 'killed' | 'frozen' | 'exited' | 'timed out';
  readonly from: number;
  /** Later than `from` where it was frozen. */
  readonly to: number;
  /** How it exited. */
  readonly reason?: string | undefined;
}

/** A request that was throttled, dropped, or applied and its answer lost. */
export interface BrokenRequest {
  readonly at: number;
  readonly jobId: string;
}

/** What a handler did outside, under its key. */
export interface Effect {
  readonly key: string;
  readonly jobNumber: number;
  readonly runId: string;
}
