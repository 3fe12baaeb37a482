import type { History, WorkerFault } from '../history/history.ts';
import { endsItsProcess } from '../plan/behaviours.ts';

/** Whether each process that ended had been killed, or ran a job that ends its process. */
export function checkExits({ faults, jobs, runs }: History): string[] {
  const dangerous = new Set(
    jobs.flatMap(({ id, behaviour }) => (endsItsProcess(behaviour) ? [id] : [])),
  );
  const suspects = runs.filter(({ jobId, ended }) => dangerous.has(jobId) && !ended);
  const isExplained = ({ worker, from }: WorkerFault) =>
    faults.some((one) => one.kind === 'killed' && one.worker === worker && near(one.from, from)) ||
    suspects.some(
      (run) => run.worker === worker && run.startedAt <= from && near(run.startedAt, from),
    );
  return faults
    .filter((fault) => fault.kind === 'exited' && !isExplained(fault))
    .map(({ worker, reason }) => `${worker} ended by itself: ${reason}`);
}

// Its end is seen a moment later, on a busy machine some moments.
function near(cause: number, seen: number): boolean {
  return seen - cause > -1000 && seen - cause < 60_000;
}
