import { setTimeout as sleep } from 'node:timers/promises';
import { EnqueueError } from 'lwa-bridge/jobs';
import type { EnqueuedJob } from './history/history.ts';
import type { PlannedJob } from './plan/plan.ts';
import type { chaosJobs } from './workers/settings.ts';

const atOnce = 100;
const maxTries = 50;

type Jobs = ReturnType<typeof chaosJobs>;

/**
 * Enqueues jobs as a careful program does: until each is known to be stored and sent. Those whose
 * producer is to end in between go to `lossy`, a queue of the same table that takes no message.
 */
export async function produce(
  jobs: Jobs,
  lossy: Jobs,
  plan: readonly PlannedJob[],
): Promise<EnqueuedJob[]> {
  const enqueued: EnqueuedJob[] = [];
  for (let start = 0; start < plan.length; start += atOnce) {
    const part = plan.slice(start, start + atOnce);
    const ids = new Map([
      ...(await enqueue(
        jobs,
        part.filter(({ unsent }) => !unsent),
      )),
      ...(await enqueue(
        lossy,
        part.filter(({ unsent }) => unsent),
      )),
    ]);
    const again = await enqueue(
      jobs,
      part.filter(({ repeated }) => repeated),
    );
    for (const planned of part) {
      const id = ids.get(planned.number) ?? '';
      if (planned.repeated && again.get(planned.number) !== id) {
        throw new Error(`job ${planned.number} was enqueued under two ids`);
      }
      const cancelAnswer = planned.cancelled ? await cancel(jobs, id) : undefined;
      enqueued.push({ ...planned, id, cancelAnswer });
    }
  }
  return enqueued;
}

// By number, the ids of the jobs. What failed is enqueued again, with the same key.
async function enqueue(jobs: Jobs, plan: readonly PlannedJob[]): Promise<Map<number, string>> {
  const ids = new Map<number, string>();
  let left = plan;
  let lastError: unknown;
  for (let tries = 0; left.length > 0; tries++) {
    if (tries === maxTries) throw new Error('could not enqueue', { cause: lastError });
    if (tries > 0) await sleep(100);
    const results = await jobs.enqueueAll(
      left.map(({ number, behaviour, delaySeconds }) => ({
        type: 'task',
        input: { number, behaviour },
        idempotencyKey: String(number),
        delaySeconds,
      })),
    );
    for (const [index, { job, stored, error }] of results.entries()) {
      const { number = 0, unsent = false } = left[index] ?? {};
      if (job) ids.set(number, job.id);
      else if (unsent && stored && error instanceof EnqueueError) ids.set(number, error.jobId);
      else lastError = error;
    }
    left = left.filter(({ number }) => !ids.has(number));
  }
  return ids;
}

async function cancel(jobs: Jobs, id: string): Promise<boolean> {
  return untilKnown(() => jobs.cancel(id));
}

/** Tries a call again as long as its fate is not known. */
export async function untilKnown<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const { code } = error as { code?: string };
      const unknown = code === 'ERR_JOB_STORE' || code === 'ERR_ENQUEUE';
      if (!unknown || tries === maxTries) throw error;
      await sleep(100);
    }
  }
}
