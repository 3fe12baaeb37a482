import { isJsonObject, textField } from './json-fields.js';
import { isEventBridgeEvent, readEventBridgeEvent } from './read-eventbridge-event.js';
import { readS3Record } from './read-s3-record.js';
import type { S3Object } from './s3-object.js';

/** What one message tells of. */
export interface S3Notification {
  readonly objects: readonly S3Object[];
  readonly skipped: readonly SkippedNotification[];
  readonly malformed: readonly MalformedNotification[];
}

/** A part of a message that tells of no object to work on. */
export interface SkippedNotification {
  /**
   * - `'test-event'`: what S3 sends when a notification is configured.
   * - `'folder-marker'`: an object of zero bytes whose key ends in `/`, as consoles make them.
   */
  readonly reason: 'test-event' | 'folder-marker';
  readonly bucket: string | undefined;
  /** The folder marker's key. */
  readonly key: string | undefined;
}

/** A part of a message that can't be read. */
export interface MalformedNotification {
  /**
   * - `'body'`: the message's body is not JSON, or nothing that S3 sends.
   * - `'envelope'`: it is an SNS notification, but its `Message` is not JSON, or nothing that S3
   *   sends.
   * - `'record'`: one entry of `Records`, or the EventBridge event, lacks its bucket, key or name.
   */
  readonly level: 'body' | 'envelope' | 'record';
  /** What is wrong, in a sentence. */
  readonly message: string;
  readonly cause?: unknown;
}

/** Unwraps the body of one message: the text that SQS delivers, or what a hand-written event has. */
export function unwrapBody(body: unknown): S3Notification {
  return typeof body === 'string' ? unwrapText(body, 'body') : unwrapNotification(body);
}

/** Unwraps the body of one message that has been parsed already. */
export function unwrapNotification(json: unknown): S3Notification {
  return unwrapJson(json, 'body');
}

type Wrapping = 'body' | 'envelope';

function unwrapText(text: string, wrapping: Wrapping): S3Notification {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return malformed({ level: wrapping, message: `the ${nameOf(wrapping)} is not JSON`, cause });
  }
  return unwrapJson(json, wrapping);
}

function unwrapJson(json: unknown, wrapping: Wrapping): S3Notification {
  if (isJsonObject(json)) {
    if (Array.isArray(json.Records) && json.Records.length > 0) return readRecords(json.Records);
    if (json.Event === 's3:TestEvent') return skippedTestEvent(json);
    if (isEventBridgeEvent(json)) return readOne(() => readEventBridgeEvent(json), 'the event');
    if (wrapping === 'body' && json.Type === 'SubscriptionConfirmation') {
      const topic = textField(json, 'TopicArn');
      return malformed({
        level: 'body',
        message: `SNS asks to confirm this queue's subscription to ${topic}: open its SubscribeURL`,
      });
    }
    if (wrapping === 'body' && isSnsNotification(json)) return unwrapText(json.Message, 'envelope');
  }
  return malformed({
    level: wrapping,
    message: `the ${nameOf(wrapping)} is no notification of S3, SNS or EventBridge`,
  });
}

function isSnsNotification(json: Record<string, unknown>): json is { Message: string } {
  return typeof json.Message === 'string' && typeof json.TopicArn === 'string';
}

function readRecords(records: readonly unknown[]): S3Notification {
  const parts = records.map((record, index) =>
    readOne(() => readS3Record(record), `Records[${index}]`),
  );
  return {
    objects: parts.flatMap(({ objects }) => objects),
    skipped: parts.flatMap(({ skipped }) => skipped),
    malformed: parts.flatMap((part) => part.malformed),
  };
}

function readOne(read: () => S3Object, name: string): S3Notification {
  let object: S3Object;
  try {
    object = read();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return malformed({ level: 'record', message: `${name} is malformed: ${why}`, cause });
  }
  const { bucket, key, size } = object;
  if (size === 0 && key.endsWith('/')) return skipped({ reason: 'folder-marker', bucket, key });
  return { objects: [object], skipped: [], malformed: [] };
}

function skippedTestEvent(json: Record<string, unknown>): S3Notification {
  return skipped({ reason: 'test-event', bucket: textField(json, 'Bucket'), key: undefined });
}

function skipped(part: SkippedNotification): S3Notification {
  return { objects: [], skipped: [part], malformed: [] };
}

function malformed(part: MalformedNotification): S3Notification {
  return { objects: [], skipped: [], malformed: [part] };
}

function nameOf(wrapping: Wrapping): string {
  return wrapping === 'body' ? 'body' : "SNS envelope's Message";
}
