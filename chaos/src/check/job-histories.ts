import type { EnqueuedJob, History, Row, RowWrite, Run } from '../history/history.ts';

/** What happened to one job. */
export interface JobHistory {
  readonly job: EnqueuedJob;
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
    const own = { writes: writes.get(job.id) ?? [], runs: runs.get(job.id) ?? [] };
    return { job, ...own, claims: claimsOf(own.writes, own.runs), row: rows.get(job.id) };
  });
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
