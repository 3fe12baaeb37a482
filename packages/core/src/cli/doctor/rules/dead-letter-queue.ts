import type { Rule } from '../finding.js';
import { deadLetterQueueOf } from '../model/queue.js';
import { get, knownText } from '../template/value.js';
import { inDays } from './in-days.js';
import { twoWeeks } from './new-queue.js';
import { knownQueueSources } from './queue-sources.js';

/** Where messages end that fail each time. */
export const deadLetterQueue: readonly Rule[] = [
  {
    id: 'dead-letter-retention',
    severity: 'warning',
    finds: 'a dead-letter queue that keeps messages no longer than their queue does',
    docs: 'doctor.md#the-dead-letter-queue',
    *check(model) {
      for (const { queue } of knownQueueSources(model)) {
        const dead = deadLetterQueueOf(queue, model.queues);
        if (dead?.retention === undefined || queue.retention === undefined) continue;
        // Of a FIFO queue the time begins anew in the dead-letter queue.
        const kept = queue.fifo
          ? dead.retention >= queue.retention
          : dead.retention > queue.retention;
        if (kept || dead.retention >= twoWeeks) continue;
        const property = 'MessageRetentionPeriod';
        const at = get(dead.resource.properties, property)?.at ?? dead.at;
        const [here, there] = [inDays(dead.retention), inDays(queue.retention)];
        const why = queue.fifo
          ? `a message is kept ${here} here and ${there} in ${queue.id}: there is less time to see that it failed than there was to work on it`
          : `a message keeps its age when it is moved here from ${queue.id}, where it may be up to ${there} old, and is deleted here when it is ${here} old: as long is not enough, for one that fails late is deleted before anybody sees it`;
        yield { resource: dead.id, property, at, why, write: `${property}: ${twoWeeks}` };
      }
    },
  },
  {
    id: 'dead-letter-queue-type',
    severity: 'error',
    finds: 'a FIFO queue with a standard dead-letter queue, or the other way round',
    docs: 'doctor.md#the-dead-letter-queue',
    *check(model) {
      for (const { queue } of knownQueueSources(model)) {
        const dead = deadLetterQueueOf(queue, model.queues);
        if (dead === undefined || dead.fifo === queue.fifo) continue;
        const why = `the dead-letter queue of a ${typeOf(queue)} queue must be ${typeOf(queue)} too: SQS refuses ${dead.id}, which is ${typeOf(dead)}`;
        const name = knownText(get(dead.resource.properties, 'QueueName'));
        const named =
          name === undefined || name.endsWith('.fifo') ? '' : `\nQueueName: ${name}.fifo`;
        const write = queue.fifo
          ? `FifoQueue: true${named}`
          : '# remove FifoQueue, and .fifo from its name';
        yield { resource: dead.id, property: 'FifoQueue', at: dead.at, why, write };
      }
    },
  },
];

function typeOf({ fifo }: { fifo: boolean }): string {
  return fifo ? 'FIFO' : 'standard';
}
