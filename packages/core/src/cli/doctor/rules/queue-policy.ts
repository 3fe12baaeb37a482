import type { Rule } from '../finding.js';
import type { Model } from '../model/model.js';
import type { Queue } from '../model/queue.js';
import { queueBy } from '../model/queue.js';
import {
  get,
  itemsOf,
  knownText,
  type Place,
  referencesIn,
  type Value,
} from '../template/value.js';
import { knownQueueSources } from './queue-sources.js';

/** Who sends to a queue without being allowed to. */
export const queuePolicy: readonly Rule[] = [
  {
    id: 'queue-policy-missing',
    severity: 'error',
    finds: 'SNS or EventBridge sending to a queue that no queue policy of the template names',
    docs: 's3.md',
    *check(model) {
      const allowed = queuesWithPolicy(model);
      const read = new Map(knownQueueSources(model).map(({ queue }) => [queue.id, queue]));
      for (const { service, principal, target, at } of senders(model)) {
        const queue = queueBy(target, read);
        if (queue === undefined || allowed.has(queue.id)) continue;
        const why = `${service} may not send to ${queue.id}, which no queue policy here allows: what it sends is dropped, and nothing fails that anybody sees`;
        yield {
          resource: queue.id,
          property: 'QueuePolicy',
          at,
          why,
          write: policyLines(queue, principal),
        };
      }
    },
  },
];

interface Sender {
  readonly service: string;
  readonly principal: string;
  readonly target: Value | undefined;
  readonly at: Place;
}

function senders({ template }: Model): readonly Sender[] {
  return [...template.resources.values()].flatMap<Sender>(({ type, at, properties }) => {
    if (type === 'AWS::SNS::Subscription' && knownText(get(properties, 'Protocol')) === 'sqs') {
      const target = get(properties, 'Endpoint');
      return [{ service: 'SNS', principal: 'sns.amazonaws.com', target, at }];
    }
    if (type !== 'AWS::Events::Rule') return [];
    return (
      itemsOf(get(properties, 'Targets'))
        // With a role of its own EventBridge needs no policy of the queue.
        .filter((target) => get(target, 'RoleArn') === undefined)
        .map((target) => ({
          service: 'EventBridge',
          principal: 'events.amazonaws.com',
          target: get(target, 'Arn'),
          at: target.at,
        }))
    );
  });
}

function queuesWithPolicy({ template, queues }: Model): ReadonlySet<string> {
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

function policyLines({ id }: Queue, principal: string): string {
  return [
    `${id}Policy:`,
    '  Type: AWS::SQS::QueuePolicy',
    '  Properties:',
    `    Queues: [!Ref ${id}]`,
    '    PolicyDocument:',
    '      Version: "2012-10-17"',
    '      Statement:',
    '        - Effect: Allow',
    `          Principal: { Service: ${principal} }`,
    '          Action: sqs:SendMessage',
    `          Resource: !GetAtt ${id}.Arn`,
    '          Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }',
  ].join('\n');
}
