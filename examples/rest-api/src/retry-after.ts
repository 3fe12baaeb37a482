import type { Job } from 'lwa-bridge';

const longest = 30;

/**
 * In how many seconds to ask for a job again; `undefined` where it has ended. A job that waits for its time is asked for
 * then, any other the less often the older it is: after a tenth of its age.
 */
export function retryAfter(job: Job, now = Date.now()): number | undefined {
  if (job.status === 'COMPLETED' || job.status === 'FAILED') return undefined;
  const waits = job.status === 'PENDING' ? ((job.notBefore?.getTime() ?? now) - now) / 1000 : 0;
  const age = (now - (job.createdAt?.getTime() ?? now)) / 1000;
  return Math.min(longest, Math.max(1, Math.ceil(Math.max(waits, age / 10))));
}
