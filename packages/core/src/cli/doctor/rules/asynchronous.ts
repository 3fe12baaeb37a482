import type { Rule } from '../finding.js';
import type { LambdaFunction } from '../model/lambda-function.js';
import type { Model } from '../model/model.js';
import { queueBy } from '../model/queue.js';
import { get, knownText, referencesIn } from '../template/value.js';
import { knownQueueSources } from './queue-sources.js';

/** What becomes of events that nobody waits for. */
export const asynchronous: readonly Rule[] = [
  {
    id: 'asynchronous-failures',
    severity: 'error',
    finds:
      'S3, SNS or EventBridge straight to a function without an on-failure destination or dead-letter queue',
    docs: 's3.md',
    *check(model) {
      for (const fn of model.functions) {
        const source = fn.sources.find(({ kind }) => kind === 'asynchronous');
        if (source === undefined || keepsFailures(fn, model)) continue;
        const why = `${source.service} does not wait for ${fn.id}: an event that fails three times is gone, without a trace but in the log`;
        const write = [
          'EventInvokeConfig:',
          '  MaximumRetryAttempts: 2',
          '  DestinationConfig:',
          '    OnFailure: { Type: SQS, Destination: !GetAtt FailedEventsQueue.Arn }',
        ].join('\n');
        yield { resource: fn.id, property: 'EventInvokeConfig', at: source.at, why, write };
      }
    },
  },
  {
    id: 'sns-redrive',
    severity: 'warning',
    finds: 'a subscription of SNS, of a function or its queue, without a redrive policy',
    docs: 's3.md',
    *check(model) {
      for (const { id, at, redrive } of subscriptions(model)) {
        if (redrive) continue;
        const why =
          'what SNS can’t deliver (a policy or a key that was changed, a function that is gone) is dropped without a redrive policy';
        const write = 'RedrivePolicy:\n  deadLetterTargetArn: !GetAtt DeadLetterQueue.Arn';
        yield { resource: id, property: 'RedrivePolicy', at, why, write };
      }
    },
  },
];

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
