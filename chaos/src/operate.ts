import type { EnqueuedJob } from './history/history.ts';
import { mend } from './history/journal.ts';
import { untilKnown } from './produce.ts';
import { untilEnded, type Waiting } from './until-ended.ts';
import type { chaosJobs } from './workers/settings.ts';

export interface Operating extends Pick<Waiting, 'patienceMs' | 'happened'> {
  readonly jobs: readonly EnqueuedJob[];
  /** The state of each job, by its id, as it was last written. */
  readonly statuses: ReadonlyMap<string, string>;
  readonly queue: ReturnType<typeof chaosJobs>;
  readonly workers: number;
  readonly leaseMs: number;
  readonly folder: string;
  readonly onProgress?: ((ended: number) => void) | undefined;
}

/**
 * Does what an operator does until all jobs have ended: mends the world for those that throw until
 * then and tries them again, and sweeps.
 */
export async function operate(operating: Operating): Promise<void> {
  const { jobs, statuses, queue, workers, leaseMs, folder, onProgress, ...patience } = operating;
  const unsent = jobs.filter((job) => job.unsent).length;
  const unmended = new Set(jobs.filter(({ behaviour }) => behaviour === 'throws until mended'));
  const unfinished = () => jobs.filter(({ id }) => !hasEnded(statuses.get(id))).length;
  const sweep = sometimes(leaseMs, () =>
    queue.sweep({ age: 3 * leaseMs, quietTime: 1000, maxSends: 50 }),
  );

  await untilEnded({
    ...patience,
    left: () => unfinished() + unmended.size,
    async step() {
      onProgress?.(jobs.length - unfinished());
      for (const job of unmended) {
        if (!hasEnded(statuses.get(job.id))) continue;
        if (statuses.get(job.id) === 'FAILED') {
          mend(folder, job.id);
          await untilKnown(() => queue.retry(job.id));
        }
        unmended.delete(job);
      }
      // Before, most jobs are overdue only because so many wait before them.
      if (unfinished() <= unsent + workers) await sweep();
    },
  });
}

function hasEnded(status: string | undefined): boolean {
  return status === 'COMPLETED' || status === 'FAILED';
}

// A call that fails is made again a while later.
function sometimes(milliseconds: number, call: () => Promise<unknown>): () => Promise<void> {
  let last = 0;
  return async () => {
    if (Date.now() - last < milliseconds) return;
    await call().catch(() => {});
    last = Date.now();
  };
}
