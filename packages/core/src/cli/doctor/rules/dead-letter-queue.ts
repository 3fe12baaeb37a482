import type { Rule } from '../finding.js';
import { deadLetterQueueOf } from '../model/queue.js';
import { get } from '../template/value.js';
import { knownQueueSources } from './queue-sources.js';

const twoWeeks = 1_209_600;
const redriveLines = (maxReceiveCount: number) =>
  [
    'RedrivePolicy:',
    '  deadLetterTargetArn: !GetAtt DeadLetterQueue.Arn',
    `  maxReceiveCount: ${maxReceiveCount}`,
  ].join('\n');

/** Where messages end that fail each time. */
export const deadLetterQueue: readonly Rule[] = [
  {
    id: 'redrive-missing',
    severity: 'error',
    finds: 'a queue without a redrive policy',
    docs: 'event-source-mapping.md#what-the-queue-does',
    *check(model) {
      for (const { queue } of knownQueueSources(model)) {
        if (queue.redrivePolicy !== undefined) continue;
        const days = (queue.retention ?? 345_600) / 86_400;
        const why = `without a dead-letter queue a message that fails each time comes back until it is ${days} days old, and is deleted then`;
        const write = redriveLines(5);
        yield { resource: queue.id, property: 'RedrivePolicy', at: queue.at, why, write };
      }
    },
  },
  {
    id: 'dead-letter-retention',
    severity: 'warning',
    finds: 'a dead-letter queue that keeps messages no longer than their queue does',
    docs: 'event-source-mapping.md#what-the-queue-does',
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
        const why = `a message keeps its age when it is moved here from ${queue.id}, so that ${dead.retention} s against ${queue.retention} s there may delete it before anybody sees it`;
        yield { resource: dead.id, property, at, why, write: `${property}: ${twoWeeks}` };
      }
    },
  },
  {
    id: 'dead-letter-queue-type',
    severity: 'error',
    finds: 'a FIFO queue with a standard dead-letter queue, or the other way round',
    docs: 'sqs.md#fifo-queues',
    *check(model) {
      for (const { queue } of knownQueueSources(model)) {
        const dead = deadLetterQueueOf(queue, model.queues);
        if (dead === undefined || dead.fifo === queue.fifo) continue;
        const why = `the dead-letter queue of a ${typeOf(queue)} queue must be ${typeOf(queue)} too: SQS refuses ${dead.id}, which is ${typeOf(dead)}`;
        const write = queue.fifo
          ? 'FifoQueue: true'
          : '# remove FifoQueue, and .fifo from its name';
        yield { resource: dead.id, property: 'FifoQueue', at: dead.at, why, write };
      }
    },
  },
];

function typeOf({ fifo }: { fifo: boolean }): string {
  return fifo ? 'FIFO' : 'standard';
}
