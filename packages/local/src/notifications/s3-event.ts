import { randomUUID } from 'node:crypto';
import type { ObjectChange } from '../services/object-changes.js';

/** What an S3 notification says beside the change itself. */
export interface S3EventContext {
  region: string;
  /** The name of the notification's configuration. */
  configurationId: string;
  /** Orders the events of one key. */
  sequencer: string;
}

/**
 * An S3 event notification, in the structure of version 2.1.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3Event(change: ObjectChange, context: S3EventContext): object {
  const { eventName, bucket, key, time, requestId, sourceIp, size, eTag } = change;
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: context.region,
        eventTime: time.toISOString(),
        eventName,
        userIdentity: { principalId: 'AWS:local' },
        requestParameters: { sourceIPAddress: sourceIp },
        responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': randomUUID() },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: context.configurationId,
          bucket: {
            name: bucket,
            ownerIdentity: { principalId: 'LOCAL' },
            arn: `arn:aws:s3:::${bucket}`,
          },
          object: {
            key: formEncode(key),
            ...(size !== undefined && { size }),
            ...(eTag !== undefined && { eTag }),
            sequencer: context.sequencer,
          },
        },
      },
    ],
  };
}

/** What S3 sends to a queue when a notification is configured. It has no `Records`. */
export function s3TestEvent(bucket: string): object {
  return {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date().toISOString(),
    Bucket: bucket,
    RequestId: randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase(),
    HostId: randomUUID(),
  };
}

/** A key as S3 notifications have it: a space is `+`, the slash stays, the rest percent-encoded. */
export function formEncode(key: string): string {
  return encodeURIComponent(key)
    .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}
