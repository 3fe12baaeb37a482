import {
  type Event,
  type FilterRule,
  PutBucketNotificationConfigurationCommand,
  type QueueConfiguration,
} from '@aws-sdk/client-s3';
import { LwaBridgeError } from 'lwa-bridge';
import type { BucketNotification } from './bucket-notification.js';
import type { NotificationSurroundings } from './notifications.js';

/**
 * Tells an S3 that was given by the environment to send the notifications itself.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` where it cannot reach the queues, or does not know
 * notifications.
 */
export async function configureNotifications(
  bucket: string,
  notifications: readonly BucketNotification[],
  { queues, services }: NotificationSurroundings,
): Promise<void> {
  if (services.embedded.has('sqs')) {
    throw new LwaBridgeError(
      'ERR_SETTINGS',
      `the notifications of bucket "${bucket}" cannot reach the embedded queues from the S3 that AWS_ENDPOINT_URL_S3 names: name an SQS endpoint that it can reach, too, or unset it`,
    );
  }
  const QueueConfigurations = notifications.map((notification, index): QueueConfiguration => {
    const { queue, events = ['s3:ObjectCreated:*'], prefix, suffix } = notification;
    const rules: FilterRule[] = [];
    if (prefix) rules.push({ Name: 'prefix', Value: prefix });
    if (suffix) rules.push({ Name: 'suffix', Value: suffix });
    return {
      Id: `${bucket}-${index}`,
      QueueArn: queues[queue]?.arn,
      Events: [...events] as Event[],
      ...(rules.length > 0 && { Filter: { Key: { FilterRules: rules } } }),
    };
  });
  try {
    await services.clients.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: bucket,
        NotificationConfiguration: { QueueConfigurations },
      }),
    );
  } catch (cause) {
    throw new LwaBridgeError(
      'ERR_SETTINGS',
      `the given S3 endpoint refused the notifications of bucket "${bucket}": ${(cause as Error).message}`,
      { cause },
    );
  }
}
