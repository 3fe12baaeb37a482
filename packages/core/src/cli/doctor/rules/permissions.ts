import type { NotKnown, Problem, Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import { permitsOnQueue } from '../model/permits.js';
import { policyLines } from './policy-lines.js';
import { knownQueueSources } from './queue-sources.js';

/** What the roles of functions must allow on their queues. */
export const permissions: readonly Rule[] = [
  {
    id: 'change-message-visibility',
    severity: 'warning',
    finds: 'a role that may not change the visibility of its queue’s messages',
    docs: 'iam.md#sqs-and-s3',
    check: (model) =>
      missing(
        model,
        ['sqs:ChangeMessageVisibility'],
        'back-off, RetryAfterError and jobs that are put off can’t hide their message, so that it comes back at the wrong time and uses up its receives',
      ),
  },
  {
    id: 'poller-permissions',
    severity: 'error',
    finds: 'a role without what its mapping needs on the queue',
    docs: 'iam.md#sqs-and-s3',
    check: (model) =>
      missing(
        model,
        ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        'the mapping acts in the function’s role, so that it can’t be created, or takes no messages',
      ),
  },
];

function* missing(
  model: Model,
  actions: readonly string[],
  consequence: string,
): Generator<Problem | NotKnown> {
  for (const { fn, queue } of knownQueueSources(model)) {
    const answers = actions.map((action) => permitsOnQueue(fn.grants, action, queue));
    const { at } = fn.grants;
    const denied = actions.filter((_, index) => answers[index] === 'no');
    if (denied.length > 0) {
      const why = `the role of ${fn.id} has no ${denied.join(', ')} on ${queue.id}: ${consequence}`;
      const write = policyLines(fn, queue, 'SQSPollerPolicy', denied);
      yield { resource: fn.id, property: 'Policies', at, why, write };
    } else if (answers.includes('unknown')) {
      const notKnown = `whether its role has ${actions.join(', ')} on ${queue.id} is not in this template`;
      yield { resource: fn.id, property: 'Policies', at, notKnown };
    }
  }
}
