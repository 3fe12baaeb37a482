import type { Rule } from '../finding.js';
import type { LambdaFunction } from '../model/lambda-function.js';
import type { Model } from '../model/model.js';
import { queueBy } from '../model/queue.js';
import { get, knownText, referencesIn } from '../template/value.js';
import { newQueue, newQueuePolicy } from './new-queue.js';
import { knownQueueSources } from './queue-sources.js';

/** What becomes of events that nobody waits for. */
export const asynchronous: readonly Rule[] = [
  {
    id: 'asynchronous-failures',
    severity: 'error',
    finds:
      'S3, SNS or EventBridge straight to a function without an on-failure destination or dead-letter queue',
    docs: 'doctor.md#events-that-nobody-waits-for',
    *check(model) {
      for (const fn of model.functions) {
        const source = fn.sources.find(({ kind }) => kind === 'asynchronous');
        if (source === undefined || keepsFailures(fn, model)) continue;
        const why = `${source.service} does not wait for ${fn.id}: an event that fails three times is gone, without a trace but in the log`;
        const write = failureLines(fn, model).join('\n');
        yield { resource: fn.id, property: 'EventInvokeConfig', at: source.at, why, write };
      }
    },
  },
  {
    id: 'sns-redrive',
    severity: 'warning',
    finds: 'a subscription of SNS, of a function or its queue, without a redrive policy',
    docs: 'doctor.md#events-that-nobody-waits-for',
    *check(model) {
      for (const { id, at, redrive } of subscriptions(model)) {
        if (redrive) continue;
        const why =
          'what SNS can’t deliver (a policy or a key that was changed, a function that is gone) is dropped without a redrive policy';
        const write = redriveLines(model).join('\n');
        yield { resource: id, property: 'RedrivePolicy', at, why, write };
      }
    },
  },
];

/** The property is SAM's own; a plain function has another one, and needs the right in its role. */
function failureLines({ id }: LambdaFunction, model: Model): readonly string[] {
  const queue = 'FailedEventsQueue';
  const isOfSam = model.template.resources.get(id)?.type === 'AWS::Serverless::Function';
  const config = isOfSam
    ? [
        'EventInvokeConfig:',
        '  MaximumRetryAttempts: 2',
        '  DestinationConfig:',
        `    OnFailure: { Type: SQS, Destination: !GetAtt ${queue}.Arn }`,
      ]
    : [
        'DeadLetterConfig: # its role needs sqs:SendMessage on it',
        `  TargetArn: !GetAtt ${queue}.Arn`,
      ];
  return [`# under Properties of ${id}`, ...config, ...newQueue(queue, model)];
}

/** The queue is one of its own: SNS must be allowed to send to it. */
function redriveLines(model: Model): readonly string[] {
  const queue = 'UndeliveredQueue';
  const resources = newQueue(queue, model);
  const policy = resources.length > 0 ? newQueuePolicy(queue, ['sns.amazonaws.com'], model) : [];
  return [
    '# under Properties of the subscription',
    'RedrivePolicy:',
    `  deadLetterTargetArn: !GetAtt ${queue}.Arn`,
    ...resources,
    ...policy,
  ];
}

function keepsFailures({ id, properties }: LambdaFunction, { template }: Model): boolean {
  if (
    get(properties, 'EventInvokeConfig', 'DestinationConfig', 'OnFailure') ||
    get(properties, 'DeadLetterQueue') ||
    get(properties, 'DeadLetterConfig', 'TargetArn')
  )
    return true;
  return [...template.resources.values()].some(
    (resource) =>
      resource.type === 'AWS::Lambda::EventInvokeConfig' &&
      referencesIn(get(resource.properties, 'FunctionName')).some(({ to }) => to === id) &&
      get(resource.properties, 'DestinationConfig', 'OnFailure') !== undefined,
  );
}

function subscriptions(model: Model) {
  const ours = new Set([
    ...model.functions.map(({ id }) => id),
    ...knownQueueSources(model).map(({ queue }) => queue.id),
  ]);
  const events = model.functions
    .flatMap(({ sources }) => sources)
    .filter(({ id, service }) => service === 'SNS' && id.includes('.Events.'))
    .map(({ id, at, settings }) => ({ id, at, redrive: get(settings, 'RedrivePolicy') }));
  const resources = [...model.template.resources.values()]
    .filter(({ type, properties }) => {
      if (type !== 'AWS::SNS::Subscription') return false;
      const endpoint = get(properties, 'Endpoint');
      const queue =
        knownText(get(properties, 'Protocol')) === 'sqs' && queueBy(endpoint, model.queues);
      return (
        ours.has(queue ? queue.id : '') || referencesIn(endpoint).some(({ to }) => ours.has(to))
      );
    })
    .map(({ id, at, properties }) => ({ id, at, redrive: get(properties, 'RedrivePolicy') }));
  return [...events, ...resources];
}
