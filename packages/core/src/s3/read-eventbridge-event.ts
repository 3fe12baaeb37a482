import type { S3EventName } from './event-names.js';
import { objectField, textField } from './json-fields.js';
import { readETag, readObject, readTime } from './read-s3-record.js';
import { type S3Object, withId } from './s3-object.js';

/** True for an event that S3 sent by way of EventBridge. */
export function isEventBridgeEvent(body: Record<string, unknown>): boolean {
  return body.source === 'aws.s3' && textField(body, 'detail-type') !== undefined;
}

/**
 * Reads such an event. Its key is not encoded, so it is taken as it stands.
 *
 * @throws Error that says what is wrong with it.
 */
export function readEventBridgeEvent(event: Record<string, unknown>): S3Object {
  const detail = objectField(event, 'detail');
  const object = objectField(detail, 'object');
  const read = {
    ...readObject(objectField(detail, 'bucket'), object, (key) => key),
    eTag: readETag(object, 'etag'),
    versionId: textField(object, 'version-id'),
    eventName: eventName(String(event['detail-type']), detail),
    eventTime: readTime(event, 'time'),
    region: textField(event, 'region'),
    raw: event,
  };
  return withId(read, textField(detail, 'request-id'));
}

// By the tables of the Amazon S3 User Guide: "Using EventBridge" names the detail types, "Supported
// event types for SQS, SNS, and Lambda" the names on the right.
// Maps, since any name can come: an object would know `constructor` too.
const namesOfDetailTypes: ReadonlyMap<string, S3EventName> = new Map([
  ['Object Restore Initiated', 'ObjectRestore:Post'],
  ['Object Restore Completed', 'ObjectRestore:Completed'],
  ['Object Restore Expired', 'ObjectRestore:Delete'],
  ['Object Storage Class Changed', 'LifecycleTransition'],
  ['Object Access Tier Changed', 'IntelligentTiering'],
  ['Object ACL Updated', 'ObjectAcl:Put'],
  ['Object Tags Added', 'ObjectTagging:Put'],
  ['Object Tags Deleted', 'ObjectTagging:Delete'],
]);

const namesOfReasons: ReadonlyMap<string, string> = new Map([
  ['PutObject', 'Put'],
  ['POST Object', 'Post'],
  ['CopyObject', 'Copy'],
]);

function eventName(detailType: string, detail: Record<string, unknown>): string {
  const reason = textField(detail, 'reason') ?? 'Unknown';
  if (detailType === 'Object Created')
    return `ObjectCreated:${namesOfReasons.get(reason) ?? reason}`;
  if (detailType === 'Object Deleted') {
    const family = reason === 'Lifecycle Expiration' ? 'LifecycleExpiration' : 'ObjectRemoved';
    const marker = detail['deletion-type'] === 'Delete Marker Created';
    return `${family}:${marker ? 'DeleteMarkerCreated' : 'Delete'}`;
  }
  return namesOfDetailTypes.get(detailType) ?? detailType;
}
