import type { Resource, Template } from '../template/template.js';
import { get, knownText, referencesIn, textOf, type Value } from '../template/value.js';
import type { EventSource, SourceKind } from './event-source.js';
import { notificationsOf } from './s3-notifications.js';

/** The event sources that plain resources of CloudFormation make for a function. */
export function cloudFormationSources(id: string, template: Template): readonly EventSource[] {
  const means: Means = (value) => meansFunction(value, id, template);
  const sources = [...template.resources.values()].flatMap((resource) => {
    const find = finders.find(([type]) => resource.type.startsWith(type))?.[1];
    return find?.(resource, means) ?? [];
  });
  return [...sources, ...bucketSources(template, means)];
}

function bucketSources(template: Template, means: Means): readonly EventSource[] {
  return notificationsOf(template)
    .filter(({ toFunction, target }) => toFunction && means(target))
    .map(({ bucket: { id, at }, settings }) => {
      const from = { kind: 'reference', at, to: id, attribute: undefined } as const;
      return { kind: 'asynchronous', id, at: settings.at, service: 'S3', settings, from };
    });
}

type Means = (value: Value | undefined) => boolean;
type Finder = (resource: Resource, means: Means) => EventSource | undefined;

const finders: readonly (readonly [string, Finder])[] = [
  ['AWS::Lambda::EventSourceMapping', mapping],
  ['AWS::Lambda::Url', under('TargetFunctionArn', 'http', 'a URL')],
  ['AWS::Lambda::Permission', permission],
  ['AWS::ApiGateway', anywhere('http', 'API Gateway')],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', anywhere('http', 'a load balancer')],
  ['AWS::SNS::Subscription', under('Endpoint', 'asynchronous', 'SNS')],
  ['AWS::SNS::Topic', anywhere('asynchronous', 'SNS')],
  ['AWS::Events::Rule', rule],
  ['AWS::Logs::SubscriptionFilter', under('DestinationArn', 'asynchronous', 'CloudWatch Logs')],
  ['AWS::Pipes::Pipe', under('Target', 'other', 'EventBridge Pipes')],
  ['AWS::Scheduler::Schedule', anywhere('schedule', 'EventBridge Scheduler')],
];

/** Whether the value is this function, one of its aliases or versions, or its name. */
function meansFunction(value: Value | undefined, id: string, template: Template): boolean {
  return referencesIn(value).some(({ to }) => {
    if (to === id) return true;
    const other = template.resources.get(to);
    if (other?.type !== 'AWS::Lambda::Alias' && other?.type !== 'AWS::Lambda::Version')
      return false;
    return referencesIn(get(other.properties, 'FunctionName')).some((inner) => inner.to === id);
  });
}

function mapping(resource: Resource, means: Means): EventSource | undefined {
  const { id, at, properties } = resource;
  if (!means(get(properties, 'FunctionName'))) return undefined;
  const from = get(properties, 'EventSourceArn');
  const kind = mappingKind(properties, from);
  const service =
    kind === 'queue' ? 'SQS' : kind === 'stream' ? 'a stream' : 'an event source mapping';
  return { kind, id, at, service, settings: properties, from };
}

function mappingKind(properties: Value, from: Value | undefined): SourceKind {
  const given = (name: string) => get(properties, name) !== undefined;
  // Kafka has topics, MQ has queues, DocumentDB and self-managed Kafka have a configuration.
  const others = ['Topics', 'Queues', 'DocumentDBEventSourceConfig', 'SelfManagedEventSource'];
  if (others.some(given)) return 'other';
  const service = /:(sqs|kinesis|dynamodb):/.exec(textOf(from) ?? '')?.[1];
  if (service !== undefined) return service === 'sqs' ? 'queue' : 'stream';
  // Streams need a position to start at; queues have none.
  return given('StartingPosition') ? 'stream' : 'queue';
}

function permission(resource: Resource, means: Means): EventSource | undefined {
  const principal = knownText(get(resource.properties, 'Principal')) ?? '';
  const http = /^(apigateway|elasticloadbalancing)\./.test(principal);
  if (http) return under('FunctionName', 'http', principal)(resource, means);
  const url = knownText(get(resource.properties, 'FunctionUrlAuthType'));
  return url ? under('FunctionName', 'http', 'a URL')(resource, means) : undefined;
}

function rule(resource: Resource, means: Means): EventSource | undefined {
  const scheduled = get(resource.properties, 'ScheduleExpression') !== undefined;
  return under('Targets', scheduled ? 'schedule' : 'asynchronous', 'EventBridge')(resource, means);
}

function anywhere(kind: SourceKind, service: string): Finder {
  return (resource, means) =>
    means(resource.properties) ? sourceOf(resource, kind, service) : undefined;
}

function under(property: string, kind: SourceKind, service: string): Finder {
  return (resource, means) =>
    means(get(resource.properties, property)) ? sourceOf(resource, kind, service) : undefined;
}

function sourceOf(resource: Resource, kind: SourceKind, service: string): EventSource {
  const { id, at, properties } = resource;
  return { kind, id, at, service, settings: properties, from: get(properties, 'TopicArn') };
}
