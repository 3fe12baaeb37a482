import type { Resource, Template } from '../template/template.js';
import { get, itemsOf, type Value } from '../template/value.js';

/** What a bucket tells somebody of. */
export interface S3Notification {
  readonly bucket: Resource;
  readonly settings: Value;
  /** The function, queue or topic. */
  readonly target: Value | undefined;
  readonly toFunction: boolean;
}

// The names in a bucket's own properties, and those that CDK's custom resource has, which are the API's.
const kinds = [
  ['LambdaConfigurations', 'Function'],
  ['QueueConfigurations', 'Queue'],
  ['TopicConfigurations', 'Topic'],
  ['LambdaFunctionConfigurations', 'LambdaFunctionArn'],
  ['QueueConfigurations', 'QueueArn'],
  ['TopicConfigurations', 'TopicArn'],
] as const;

/** The notifications of all buckets of the template. */
export function notificationsOf(template: Template): readonly S3Notification[] {
  return [...template.resources.values()].flatMap((resource) => {
    const bucket = bucketOf(resource, template);
    const configuration = get(resource.properties, 'NotificationConfiguration');
    if (bucket === undefined) return [];
    return kinds.flatMap(([list, name]) =>
      itemsOf(get(configuration, list)).flatMap((settings) => {
        const target = get(settings, name);
        return target ? [{ bucket, settings, target, toFunction: list.startsWith('Lambda') }] : [];
      }),
    );
  });
}

function bucketOf(resource: Resource, template: Template): Resource | undefined {
  if (resource.type === 'AWS::S3::Bucket') return resource;
  if (resource.type !== 'Custom::S3BucketNotifications') return undefined;
  const name = get(resource.properties, 'BucketName');
  return name?.kind === 'reference' ? template.resources.get(name.to) : undefined;
}
