import type { Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import type { Queue } from '../model/queue.js';
import { get, isUnknown } from '../template/value.js';
import { notKnown } from './not-known.js';
import { isJobsWorker, knownQueueSources } from './queue-sources.js';

/** 3 attempts by default, and 10 receives in which a job was only put off. */
const forJobs = 13;
/** Throttling uses some of them. */
const forOthers = 5;
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
        yield problem(each.queue, why, model);
      }
    },
  },
  {
    id: 'max-receive-count',
    severity: 'warning',
    finds: 'another queue with a maxReceiveCount below 5',
    docs: 'doctor.md#the-dead-letter-queue',
    *check(model) {
      for (const { queue } of knownQueueSources(model)) {
        const value = get(queue.redrivePolicy, 'maxReceiveCount');
        if (isUnknown(value)) yield notKnown(queue.id, property, value, queue.at);
      }
      for (const [each, count] of counts(model)) {
        if (isJobsWorker(each, model) || count >= forOthers) continue;
        const why = `throttling and what is put off use receives too, so that after ${count} of them a message may be in the dead-letter queue that was hardly tried`;
        yield problem(each.queue, why, model);
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

/** How often a message of a queue may have to be received before it is tried enough. */
export function neededReceives(queue: Queue, model: Model): number {
  const ofJobs = knownQueueSources(model).some(
    (each) => each.queue === queue && isJobsWorker(each, model),
  );
  return ofJobs ? forJobs : forOthers;
}

function problem(queue: Queue, why: string, model: Model): Problem {
  const at = get(queue.redrivePolicy, 'maxReceiveCount')?.at ?? queue.at;
  const write = `RedrivePolicy:\n  maxReceiveCount: ${neededReceives(queue, model)}`;
  return { resource: queue.id, property, at, why, write };
}
