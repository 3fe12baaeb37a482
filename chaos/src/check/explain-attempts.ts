import type { History, WorkerFault } from '../history/history.ts';
import type { Claim, JobHistory } from './job-histories.ts';

/** Why another attempt followed, or why a job was given up. */
export type Explanation =
  | 'retry: the run before threw'
  | WorkerFault['kind']
  | 'answers lost, or requests throttled'
  | 'slower than its lease';

/** Whether each attempt had at most one run, and each that was followed by another one a reason. */
export function explainAttempts(history: JobHistory, { faults, brokenRequests }: History) {
  const { claims, runs, job } = history;
  const violations: string[] = [];
  const explained: Explanation[] = [];

  const known = new Set(claims.flatMap((claim) => claim.runs));
  for (const run of runs) if (!known.has(run)) violations.push(`run ${run.id} had no lease`);

  for (const claim of claims) {
    const { attempt } = claim.row;
    if (claim.runs.length > 1) violations.push(`attempt ${attempt} ran ${claim.runs.length} times`);
    if (isDecided(claim)) continue;
    const reason = isReleased(claim) ? 'retry: the run before threw' : befell(claim);
    if (reason) explained.push(reason);
    else violations.push(`nothing explains what followed attempt ${attempt}`);
    if (isReleased(claim) && !isReleaseOfItsRun(claim)) {
      violations.push(`attempt ${attempt} was released by another run: ${claim.next?.row.error}`);
    }
  }
  return { violations, explained };

  function befell(claim: Claim): Explanation | undefined {
    const { updatedAt, leaseUntil = 0 } = claim.row;
    // A worker may have gone before its claim arrived.
    const from = Math.min(claim.at, updatedAt);
    const until = claim.next?.at ?? Number.POSITIVE_INFINITY;
    const fault = faults.find((one) => meets(one, claim.worker, from, until));
    if (fault) return fault.kind;
    const [run] = claim.runs;
    if (run && !run.ended) {
      // Out of memory, or hanging, it was still on its way to its end when its lease was over.
      const endsLater = faults.some(
        ({ worker, from }) => worker === run.worker && from > until && from - until < 60_000,
      );
      return endsLater ? 'slower than its lease' : undefined;
    }
    const isBroken = brokenRequests.some(
      ({ jobId, at }) => jobId === job.id && at >= from && at <= until,
    );
    if (isBroken) return 'answers lost, or requests throttled';
    return run?.ended && run.ended.at > leaseUntil ? 'slower than its lease' : undefined;
  }
}

function meets(fault: WorkerFault, worker: string | undefined, from: number, to: number): boolean {
  return fault.worker === worker && fault.from <= to && fault.to >= from;
}

// Its worker said how it ended; or nothing followed, which is for the check of the final state.
function isDecided({ next, row }: Claim): boolean {
  if (!next) return true;
  const settled = next.row.status === 'COMPLETED' || next.row.status === 'FAILED';
  return settled && next.row.token === row.token;
}

function isReleased({ next }: Claim): boolean {
  return next?.row.status === 'PENDING';
}

function isReleaseOfItsRun({ next, runs: [run] }: Claim): boolean {
  return run?.ended?.how === 'threw' && (next?.row.error ?? '').includes(`run ${run.id} `);
}
