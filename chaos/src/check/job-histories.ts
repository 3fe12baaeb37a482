import type { EnqueuedJob, History, Row, RowWrite, Run } from '../history/history.ts';

/** What happened to one job. */
export interface JobHistory {
  readonly job: EnqueuedJob;
  /** Those that changed something of what a row is looked at for. */
  readonly writes: readonly RowWrite[];
  readonly runs: readonly Run[];
  readonly claims: readonly Claim[];
  /** The row at the end. */
  readonly row: Row | undefined;
}

/** A write that took the job for an attempt, and what came of it. */
export interface Claim extends RowWrite {
  /** The write that came next: it settles, releases, or takes over. */
  readonly next: RowWrite | undefined;
  /** The runs of the attempt: one, or none where its worker got no further. */
  readonly runs: readonly Run[];
}

/** Sorts a history by job. */
export function jobHistories(history: History): JobHistory[] {
  const writes = Map.groupBy(history.writes, ({ row }) => row.id);
  const runs = Map.groupBy(history.runs, ({ jobId }) => jobId);
  const rows = new Map(history.rows.map((row) => [row.id, row]));
  return history.jobs.map((job) => {
    const own = {
      writes: (writes.get(job.id) ?? []).filter(
        (write, index, all) => !isMark(write, all[index - 1]),
      ),
      runs: runs.get(job.id) ?? [],
    };
    return { job, ...own, claims: claimsOf(own.writes, own.runs), row: rows.get(job.id) };
  });
}

// The sweep counts its looks at a job and puts it in its place in the index, in whatever state it finds it:
// a job can end between the index and its row being read. Nothing else of the row changes then.
function isMark({ worker, row }: RowWrite, before: RowWrite | undefined): boolean {
  return worker === undefined && JSON.stringify(row) === JSON.stringify(before?.row);
}

/** Whether a write took the job for an attempt: it counts one more than the write before. */
export function isClaim({ row }: RowWrite, before: RowWrite | undefined): boolean {
  return row.status === 'PROCESSING' && row.attempt !== before?.row.attempt;
}

// A run belongs to the last claim with its attempt's number before it: `retry` counts from 0 again.
function claimsOf(writes: readonly RowWrite[], runs: readonly Run[]): Claim[] {
  const claims = writes.flatMap((write, index) =>
    isClaim(write, writes[index - 1]) ? [{ ...write, next: nextStep(writes, index) }] : [],
  );
  const claimOf = (run: Run) =>
    claims.findLast(({ row, at }) => row.attempt === run.attempt && at <= run.startedAt);
  const byClaim = Map.groupBy(runs, claimOf);
  return claims.map((claim) => ({ ...claim, runs: byClaim.get(claim) ?? [] }));
}

// Writes that change neither state nor attempt (progress) are no step.
function nextStep(writes: readonly RowWrite[], index: number): RowWrite | undefined {
  const own = writes[index]?.row;
  return writes
    .slice(index + 1)
    .find(({ row }) => row.status !== 'PROCESSING' || row.attempt !== own?.attempt);
}
