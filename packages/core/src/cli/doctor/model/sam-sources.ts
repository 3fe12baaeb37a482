import type { Resource } from '../template/template.js';
import { entriesOf, get, isTrue, knownText, type Value } from '../template/value.js';
import type { EventSource, SourceKind } from './event-source.js';

const kinds: Readonly<Record<string, SourceKind>> = {
  SQS: 'queue',
  Kinesis: 'stream',
  DynamoDB: 'stream',
  Api: 'http',
  HttpApi: 'http',
  S3: 'asynchronous',
  SNS: 'asynchronous',
  CloudWatchEvent: 'asynchronous',
  EventBridgeRule: 'asynchronous',
  CloudWatchLogs: 'asynchronous',
  IoTRule: 'asynchronous',
  Schedule: 'schedule',
  ScheduleV2: 'schedule',
};

/** Where each type of event has what it comes from. */
const origins = ['Queue', 'Stream', 'Bucket', 'Topic'] as const;

/** The events of a SAM function. */
export function samSources(resource: Resource): readonly EventSource[] {
  const { id, properties } = resource;
  const url = get(properties, 'FunctionUrlConfig');
  const sources = [...entriesOf(get(properties, 'Events'))].map(([name, event]) =>
    samSource(`${id}.Events.${name}`, event),
  );
  return url ? [...sources, functionUrl(id, url)] : sources;
}

function samSource(id: string, event: Value): EventSource {
  const service = knownText(get(event, 'Type')) ?? 'an unknown type';
  const settings = get(event, 'Properties');
  const subscription = get(settings, 'SqsSubscription');
  if (service === 'SNS' && (subscription?.kind === 'map' || isTrue(subscription))) {
    const from = get(subscription, 'QueueArn');
    return { kind: 'queue', id, at: event.at, service: 'SQS', settings: subscription, from };
  }
  const from = origins.map((name) => get(settings, name)).find((value) => value !== undefined);
  const kind = Object.hasOwn(kinds, service) ? (kinds[service] ?? 'other') : 'other';
  return { kind, id, at: event.at, service, settings, from };
}

function functionUrl(id: string, settings: Value): EventSource {
  const { at } = settings;
  return {
    kind: 'http',
    id: `${id}.FunctionUrlConfig`,
    at,
    service: 'a URL',
    settings,
    from: undefined,
  };
}
