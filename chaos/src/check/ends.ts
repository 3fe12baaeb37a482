import type { History } from '../history/history.ts';
import { canComplete } from '../plan/behaviours.ts';
import type { JobHistory } from './job-histories.ts';

/** Whether the job has one final state, and the one that its last attempt gave it. */
export function checkEnds(history: JobHistory, { maxAttempts }: History): string[] {
  const { row, job } = history;
  if (!row) return [];
  const { cancelAnswer } = job;
  if (cancelAnswer && !row.error?.startsWith('ERR_JOB_CANCELLED')) {
    return [`was cancelled, and is ${row.status} all the same`];
  }
  if (row.status === 'COMPLETED') return checkCompleted(history);
  if (row.status === 'FAILED') return checkFailed(history, maxAttempts);
  return [`is stuck: ${row.status}, attempt ${row.attempt}`];
}

function checkCompleted({ job, row, claims, writes }: JobHistory): string[] {
  const wrong: string[] = [];
  if (!canComplete(job.behaviour)) wrong.push('is COMPLETED, which it cannot be');
  const completed = writes.filter((write) => write.row.status === 'COMPLETED');
  if (completed.length !== 1) wrong.push(`its output was written ${completed.length} times`);
  const last = claims.at(-1)?.runs.at(-1);
  const { runId } = JSON.parse(row?.result ?? '{}') as { runId?: string };
  if (runId === undefined || runId !== last?.id) {
    wrong.push(`its output is of run ${runId}, the last lease was of run ${last?.id}`);
  }
  if (last?.ended?.how === 'threw') wrong.push('is COMPLETED although its last run threw');
  return wrong;
}

function checkFailed({ job, row, claims, runs }: JobHistory, maxAttempts: number): string[] {
  const { error = '', attempt = 0 } = row ?? {};
  const last = claims.at(-1)?.runs.at(-1);
  if (error.startsWith('ERR_JOB_CANCELLED')) {
    if (!job.cancelled) return ['is cancelled, and nobody did'];
    return runs.length > 0 && attempt === 0 ? ['ran although it is cancelled'] : [];
  }
  if (error.startsWith('ERR_JOB_CRASHED')) {
    return attempt === maxAttempts ? [] : [`crashed for good in attempt ${attempt}`];
  }
  if (!last || !error.includes(`run ${last.id} `)) {
    return [`its error is not of run ${last?.id}, which held the last lease: ${error}`];
  }
  if (last.ended?.how !== 'threw') return ['is FAILED although its last run did not throw'];
  const final = job.behaviour === 'is of no use' || attempt === maxAttempts;
  return final ? [] : [`is FAILED in attempt ${attempt} of ${maxAttempts}`];
}
