import type { MessageContext } from '../sqs/message.js';

/** An object that a notification tells of. */
export interface S3Object {
  /** Bucket, key and sequencer in one string: duplicates of a notification agree in it, a second upload of the same bytes differs. */
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
  /** Orders the events of one key. */
  readonly sequencer: string | undefined;
  /** Such as `ObjectCreated:Put`, without the `s3:` that some sources put before it. */
  readonly eventName: string;
  readonly eventTime: Date | undefined;
  readonly region: string | undefined;
}

/** The context of an object handler. */
export interface ObjectContext extends MessageContext {
  readonly object: S3Object;
}
