import type { Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import { get, isUnknown } from '../template/value.js';
import { notKnown } from './not-known.js';
import { isJobsWorker, knownQueueSources, type QueueSource } from './queue-sources.js';

/** 3 attempts by default, and 10 receives in which a job was only put off. */
export const forJobs = 13;
/** Throttling uses some of them. */
export const forOthers = 5;
const property = 'RedrivePolicy.maxReceiveCount';

/** How often a message is tried. */
export const maxReceiveCount: readonly Rule[] = [
  {
    id: 'max-receive-count-of-jobs',
    severity: 'error',
    finds: 'a queue of jobs with a maxReceiveCount below 13: `maxAttempts` (3) and 10',
    docs: 'jobs.md#what-to-know',
    *check(model) {
      for (const [each, count] of counts(model)) {
        if (!isJobsWorker(each, model) || count >= forJobs) continue;
        const why = `a job that is put off uses a receive without an attempt, so that with ${count} of them its message is given up while its job has attempts left`;
        yield problem(each, why, forJobs);
      }
    },
  },
  {
    id: 'max-receive-count',
    severity: 'warning',
    finds: 'another queue with a maxReceiveCount below 5',
    docs: 'csv.md#checkpoints',
    *check(model) {
      for (const { queue } of knownQueueSources(model)) {
        const value = get(queue.redrivePolicy, 'maxReceiveCount');
        if (isUnknown(value)) yield notKnown(queue.id, property, value, queue.at);
      }
      for (const [each, count] of counts(model)) {
        if (isJobsWorker(each, model) || count >= forOthers) continue;
        const why = `throttling and what is put off use receives too, so that after ${count} of them a message may be in the dead-letter queue that was hardly tried`;
        yield problem(each, why, forOthers);
      }
    },
  },
];

type Known = ReturnType<typeof knownQueueSources>[number];

function counts(model: Model): readonly (readonly [Known, number])[] {
  return knownQueueSources(model).flatMap((each) => {
    const count = each.queue.maxReceiveCount;
    return count === undefined ? [] : [[each, count] as const];
  });
}

function problem(
  { queue }: QueueSource & { queue: Known['queue'] },
  why: string,
  count: number,
): Problem {
  const at = get(queue.redrivePolicy, 'maxReceiveCount')?.at ?? queue.at;
  const write = `RedrivePolicy:\n  maxReceiveCount: ${count}`;
  return { resource: queue.id, property, at, why, write };
}
