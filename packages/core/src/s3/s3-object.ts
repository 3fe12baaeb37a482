import type { MessageContext } from '../sqs/message.js';

/** An object that a notification tells of. */
export interface S3Object {
  /**
   * Bucket, key and what tells this event from the next of the same key: the sequencer of a creation
   * or a removal; of any other event its name, the version and the id of the request to S3.
   * Duplicates of a notification agree in it, also where they came another way; a second upload of
   * the same bytes differs, and so does a second change of tags within the same second.
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
  /** Orders the creations and removals of one key, by `compareSequencers`; others need not have one. */
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

/**
 * Gives an object its id.
 *
 * @param request - the request that the event is of; where it is not known, the event's time
 */
export function withId(object: Omit<S3Object, 'id'>, request?: string): S3Object {
  return { id: `${object.bucket}/${object.key}#${eventId(object, request)}`, ...object };
}

// S3 gives sequencers to creations and removals, in capitals; EventBridge has them in small letters.
// Whatever else happens to an object, such as a change of its tags, differs by its request, whose id
// is the same by every way; times are not, since those of EventBridge are whole seconds. The name
// tells the start of a restore from its end, should both bear the id of the request for it.
function eventId(
  { sequencer, eventName, eventTime, versionId, eTag }: Omit<S3Object, 'id'>,
  request = eventTime?.toISOString(),
): string {
  const isChange = /^(ObjectCreated|ObjectRemoved|LifecycleExpiration):/.test(eventName);
  if (sequencer !== undefined && isChange) return sequencer.toUpperCase();
  return [eventName, versionId ?? eTag, request].filter(Boolean).join('/');
}
