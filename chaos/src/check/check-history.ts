import type { History } from '../history/history.ts';
import { checkEffects } from './effects.ts';
import { checkEnds } from './ends.ts';
import { checkExits } from './exits.ts';
import { type Explanation, explainAttempts } from './explain-attempts.ts';
import { type JobHistory, jobHistories } from './job-histories.ts';
import { checkWrites } from './legal-writes.ts';

/** What is wrong with a history, and by what its repeated attempts are explained. */
export interface Verdict {
  /** Each says what is wrong, and with which job. */
  readonly violations: readonly string[];
  /** How many attempts followed for each reason. */
  readonly explained: ReadonlyMap<Explanation, number>;
}

/**
 * Checks that every job was done once: one final state, by legal steps only, its output from the run
 * of the last lease, each further attempt with a reason, and each effect there once.
 */
export function checkHistory(history: History): Verdict {
  const jobs = jobHistories(history);
  const explained = new Map<Explanation, number>();
  const ofJob = (job: JobHistory): string[] => {
    const attempts = explainAttempts(job, history);
    for (const reason of attempts.explained) {
      explained.set(reason, (explained.get(reason) ?? 0) + 1);
    }
    return [...checkWrites(job, history), ...checkEnds(job, history), ...attempts.violations];
  };
  const violations = jobs.flatMap((job) =>
    ofJob(job).map(
      (text) => `job ${job.job.number} (${job.job.behaviour}, ${job.job.id}): ${text}`,
    ),
  );
  return {
    violations: [...violations, ...checkEffects(history), ...checkExits(history)],
    explained,
  };
}
