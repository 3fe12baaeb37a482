import type { MessageContext } from '../sqs/message.js';

/** An object that a notification tells of. */
export interface S3Object {
  /**
   * Bucket, key and what tells this event from the next of the same key: duplicates of a
   * notification agree in it, also where they came another way; a second upload of the same bytes
   * differs.
   */
  readonly id: string;
  readonly bucket: string;
  /** The key, decoded: what the S3 API takes. */
  readonly key: string;
  /** The key as the notification had it. */
  readonly rawKey: string;
  /** In bytes; `undefined` where the notification does not say (removals). */
  readonly size: number | undefined;
  /** Without quotes; `undefined` where the notification does not say. */
  readonly eTag: string | undefined;
  readonly versionId: string | undefined;
  /** Orders the events of one key, by `compareSequencers`. */
  readonly sequencer: string | undefined;
  /**
   * Such as `ObjectCreated:Put`: the names of S3's own notifications, without the `s3:` that some
   * sources put before them. Events from EventBridge are given these names too.
   */
  readonly eventName: string;
  readonly eventTime: Date | undefined;
  readonly region: string | undefined;
  /** What the notification says of it, untouched: an entry of `Records`, or the event of EventBridge. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** The context of an object handler. */
export interface ObjectContext extends MessageContext {
  readonly object: S3Object;
}

/** Gives an object its id. */
export function withId(object: Omit<S3Object, 'id'>): S3Object {
  return { id: `${object.bucket}/${object.key}#${eventId(object)}`, ...object };
}

// S3 gives sequencers to creations and removals, in capitals; EventBridge has them in small letters.
// Whatever else happens to an object, such as the start and the end of its restore, differs by name
// and time.
function eventId({
  sequencer,
  eventName,
  eventTime,
  versionId,
  eTag,
}: Omit<S3Object, 'id'>): string {
  const isChange = /^(ObjectCreated|ObjectRemoved|LifecycleExpiration):/.test(eventName);
  if (sequencer !== undefined && isChange) return sequencer.toUpperCase();
  return [eventName, versionId ?? eTag, eventTime?.toISOString()].filter(Boolean).join('/');
}
