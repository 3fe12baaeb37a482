import type { NotKnown, Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import { type Queue, queueBy } from '../model/queue.js';
import { get, isUnknown, type Value } from '../template/value.js';
import { inDays } from './in-days.js';
import { neededReceives } from './max-receive-count.js';
import { newQueue } from './new-queue.js';
import { notKnown } from './not-known.js';
import { knownQueueSources } from './queue-sources.js';

const property = 'RedrivePolicy';
const target = 'deadLetterTargetArn';

/** Whether messages that fail each time go anywhere. */
export const redrive: readonly Rule[] = [
  {
    id: 'redrive-missing',
    severity: 'error',
    finds: 'a queue without a redrive policy',
    docs: 'doctor.md#the-dead-letter-queue',
    *check(model) {
      for (const { queue } of knownQueueSources(model)) {
        if (queue.redrivePolicy !== undefined) continue;
        const age = inDays(queue.retention ?? 345_600);
        const why = `without a dead-letter queue a message that fails each time comes back until it is ${age} old, and is deleted then`;
        const write = redriveLines(queue, model);
        yield { resource: queue.id, property, at: queue.at, why, write };
      }
    },
  },
  {
    id: 'redrive-target',
    severity: 'error',
    finds:
      'a redrive policy whose dead-letter queue is not given, or is nothing that the template has',
    docs: 'doctor.md#the-dead-letter-queue',
    *check(model) {
      for (const queue of model.queues.values()) {
        const { redrivePolicy } = queue;
        if (redrivePolicy === undefined) continue;
        if (redrivePolicy.kind !== 'map') {
          yield notKnown(queue.id, property, redrivePolicy, queue.at);
          continue;
        }
        const arn = get(redrivePolicy, target);
        if (queueBy(arn, model.queues) === undefined) yield foundTarget(queue, arn, model);
      }
    },
  },
];

function foundTarget(queue: Queue, arn: Value | undefined, model: Model): Problem | NotKnown {
  const [resource, path, at] = [queue.id, `${property}.${target}`, arn?.at ?? queue.at];
  const write = redriveLines(queue, model);
  if (arn === undefined) {
    const why = `a redrive policy without ${target} leads nowhere: SQS refuses it`;
    return { resource, property: path, at, why, write };
  }
  if (arn.kind === 'unknown' && arn.missing) {
    const [name] = arn.name.split('.');
    const why = `the template has no resource ${name}: CloudFormation refuses it`;
    return { resource, property: path, at, why, write };
  }
  if (isUnknown(arn) && arn.kind !== 'reference') return notKnown(resource, path, arn, at);
  return {
    resource,
    property: path,
    at,
    notKnown: 'its dead-letter queue is not in this template',
  };
}

/** The policy, and the queue that it names where there is none of that name. */
function redriveLines(queue: Queue, model: Model): string {
  const dead = `${queue.id.replace(/Queue$/, '')}DeadLetterQueue`;
  return [
    `# under Properties of ${queue.id}`,
    'RedrivePolicy:',
    `  deadLetterTargetArn: !GetAtt ${dead}.Arn`,
    `  maxReceiveCount: ${Math.max(queue.maxReceiveCount ?? 0, neededReceives(queue, model))}`,
    ...newQueue(dead, model, queue.fifo),
  ].join('\n');
}
