import type { MessageContext } from '../sqs/message.js';

/** An object that a notification tells of. */
export interface S3Object {
  /**
   * Bucket, key and sequencer in one string: duplicates of a notification agree in it, a second
   * upload of the same bytes differs.
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
}

/** The context of an object handler. */
export interface ObjectContext extends MessageContext {
  readonly object: S3Object;
}

/** Gives an object its id. Without a sequencer, what else tells one upload from the next. */
export function withId(object: Omit<S3Object, 'id'>): S3Object {
  const { bucket, key, sequencer, versionId, eTag } = object;
  return { id: `${bucket}/${key}#${sequencer ?? versionId ?? eTag ?? ''}`, ...object };
}
