import type { Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import { queueBy } from '../model/queue.js';
import {
  get,
  itemsOf,
  knownText,
  type Place,
  referencesIn,
  type Value,
} from '../template/value.js';
import { newQueuePolicy } from './new-queue.js';
import { knownQueueSources } from './queue-sources.js';

/** Who sends to a queue without being allowed to. */
export const queuePolicy: readonly Rule[] = [
  {
    id: 'queue-policy-missing',
    severity: 'error',
    finds: 'S3, SNS or EventBridge sending to a queue that no queue policy of the template names',
    docs: 'doctor.md#who-may-send-to-a-queue',
    *check(model) {
      const allowed = queuesWithPolicy(model);
      const read = new Map(knownQueueSources(model).map(({ queue }) => [queue.id, queue]));
      const all = senders(model).map((sender) => ({
        ...sender,
        queue: queueBy(sender.target, read),
      }));
      for (const { service, consequence, queue, at } of all) {
        if (queue === undefined || allowed.has(queue.id)) continue;
        // A queue has one policy: a second one would take the first one's place.
        const principals = all.flatMap((each) => (each.queue === queue ? each.principal : []));
        const lines = newQueuePolicy(queue.id, [...new Set(principals)], model);
        const why = `${service} may not send to ${queue.id}, which no queue policy here allows: ${consequence}`;
        yield {
          resource: queue.id,
          property: 'QueuePolicy',
          at,
          why,
          write: lines.join('\n'),
        };
      }
    },
  },
];

interface Sender {
  readonly service: string;
  readonly principal: string;
  readonly consequence: string;
  readonly target: Value | undefined;
  readonly at: Place;
}

const dropped = 'what it sends is dropped, and nothing fails that anybody sees';

const eventBridge = {
  service: 'EventBridge',
  principal: 'events.amazonaws.com',
  consequence: dropped,
};
const sns = { service: 'SNS', principal: 'sns.amazonaws.com', consequence: dropped };
const s3 = {
  service: 'S3',
  principal: 's3.amazonaws.com',
  consequence:
    'it tries when the notification is set, and refuses it, so that the bucket is not made',
};

function senders({ template }: Model): readonly Sender[] {
  return [...template.resources.values()].flatMap<Sender>(({ type, at, properties }) => {
    switch (type) {
      case 'AWS::SNS::Subscription':
        if (knownText(get(properties, 'Protocol')) !== 'sqs') return [];
        return [{ ...sns, target: get(properties, 'Endpoint'), at }];
      case 'AWS::S3::Bucket':
        return itemsOf(get(properties, 'NotificationConfiguration', 'QueueConfigurations')).map(
          (notification) => ({ ...s3, target: get(notification, 'Queue'), at: notification.at }),
        );
      case 'AWS::Events::Rule':
        return (
          itemsOf(get(properties, 'Targets'))
            // With a role of its own EventBridge needs no policy of the queue.
            .filter((target) => get(target, 'RoleArn') === undefined)
            .map((target) => ({ ...eventBridge, target: get(target, 'Arn'), at: target.at }))
        );
      default:
        return [];
    }
  });
}

/** The queues that some queue policy of the template names. */
export function queuesWithPolicy({ template, queues }: Model): ReadonlySet<string> {
  const policies = [...template.resources.values()].filter(({ type }) =>
    /^AWS::SQS::Queue(Inline)?Policy$/.test(type),
  );
  const named = policies.flatMap(({ properties }) => [
    ...itemsOf(get(properties, 'Queues')),
    ...itemsOf(get(properties, 'Queue')),
  ]);
  const ids = named.flatMap((value) => [
    ...referencesIn(value).map(({ to }) => to),
    queueBy(value, queues)?.id ?? '',
  ]);
  return new Set(ids);
}
