import type { Resource, Template } from '../template/template.js';
import {
  get,
  itemsOf,
  knownText,
  type Place,
  referencesIn,
  textOf,
  type Value,
} from '../template/value.js';
import type { LambdaFunction } from './lambda-function.js';
import { type Queue, queueBy } from './queue.js';
import { notificationsOf } from './s3-notifications.js';

/** Keys of a bucket that a function is told of. */
export interface BucketInput {
  readonly bucket: Resource;
  readonly at: Place;
  readonly prefix: string;
  readonly suffix: string;
}

/** The creations in buckets of the template that come to the function: straight, by SQS, or by SNS and SQS. */
export function bucketInputs(
  fn: LambdaFunction,
  template: Template,
  queues: ReadonlyMap<string, Queue>,
): readonly BucketInput[] {
  const resources = [...template.resources.values()];
  const reads = new Set([
    fn.id,
    ...fn.sources.flatMap(({ kind, from }) =>
      kind === 'queue' ? (queueBy(from, queues)?.id ?? []) : [],
    ),
  ]);
  const reaches = (value: Value | undefined) =>
    referencesIn(value).some(({ to }) => reads.has(to)) ||
    reads.has(queueBy(value, queues)?.id ?? '');
  for (const { type, properties } of resources) {
    if (type !== 'AWS::SNS::Subscription' || !reaches(get(properties, 'Endpoint'))) continue;
    for (const { to } of referencesIn(get(properties, 'TopicArn'))) reads.add(to);
  }

  const notified = notificationsOf(template)
    .filter(({ target }) => reaches(target))
    .map(({ bucket, settings }) => toInput(bucket, settings));
  const events = fn.sources
    .filter(({ service, id }) => service === 'S3' && id.includes('.Events.'))
    .flatMap(({ from, settings }) => {
      const bucket = from?.kind === 'reference' ? template.resources.get(from.to) : undefined;
      return bucket && settings ? [toInput(bucket, settings)] : [];
    });
  return [...notified, ...events].flatMap((input) => input ?? []);
}

function toInput(bucket: Resource, settings: Value): BucketInput | undefined {
  const events = [...itemsOf(get(settings, 'Event')), ...itemsOf(get(settings, 'Events'))];
  // What is written is created; other events it does not cause.
  if (events.every((event) => !/^(s3:)?(ObjectCreated|\*)/.test(textOf(event) ?? '*')))
    return undefined;
  const rules = itemsOf(
    get(settings, 'Filter', 'S3Key', 'Rules') ?? get(settings, 'Filter', 'Key', 'FilterRules'),
  );
  const filter = (name: string) => {
    const rule = rules.find((each) => knownText(get(each, 'Name'))?.toLowerCase() === name);
    return textOf(get(rule, 'Value')) ?? '';
  };
  return { bucket, at: settings.at, prefix: filter('prefix'), suffix: filter('suffix') };
}

/** What the keys begin with that a policy's resource means in the bucket; `undefined` for none. */
export function keysIn(resource: Value, bucket: Resource): string | undefined {
  const text = textOf(resource);
  if (text === '*') return '';
  // A policy template of SAM names the bucket alone.
  if (resource.kind === 'reference' && resource.to === bucket.id && !resource.attribute) return '';
  const [, path] = /^(?:arn:.*?:s3:::)?(.+)$/.exec(text ?? '') ?? [];
  const slash = path?.indexOf('/') ?? -1;
  if (path === undefined || slash < 0) return undefined;
  const name = path.slice(0, slash);
  const own = textOf(get(bucket.properties, 'BucketName'));
  if (![`\${${bucket.id}.Arn}`, `\${${bucket.id}}`, own, '*'].includes(name)) return undefined;
  return path.slice(slash + 1).replace(/[*?].*/s, '');
}
