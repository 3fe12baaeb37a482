import type { EventSource } from '../model/event-source.js';
import type { LambdaFunction } from '../model/lambda-function.js';
import type { Model } from '../model/model.js';
import { type Queue, queueBy } from '../model/queue.js';

/** An event source mapping of SQS, its function, and its queue where the template has it. */
export interface QueueSource {
  readonly fn: LambdaFunction;
  readonly source: EventSource;
  readonly queue: Queue | undefined;
}

/** The mappings from queues to functions. */
export function queueSources({ functions, queues }: Model): readonly QueueSource[] {
  return functions.flatMap((fn) =>
    fn.sources
      .filter(({ kind }) => kind === 'queue')
      .map((source) => ({ fn, source, queue: queueBy(source.from, queues) })),
  );
}

/** Those whose queue is in the template. */
export function knownQueueSources(model: Model): readonly (QueueSource & { queue: Queue })[] {
  return queueSources(model).flatMap((each) =>
    each.queue ? [{ ...each, queue: each.queue }] : [],
  );
}

/** Whether the function works on jobs of this queue: it is told of the queue that it reads. */
export function isJobsWorker({ fn, queue }: QueueSource, { queues }: Model): boolean {
  return queue !== undefined && queueBy(fn.env.get('JOBS_QUEUE_URL'), queues) === queue;
}

/** Whether the function reads CSV files with a table of checkpoints. */
export function isCsvWorker(fn: LambdaFunction): boolean {
  return fn.env.has('CSV_TABLE');
}
