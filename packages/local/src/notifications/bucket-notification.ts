/** A type of S3 event, as in `s3:ObjectCreated:*` or `s3:ObjectRemoved:Delete`. */
export type S3EventType = `s3:${string}`;

/** Sends changes of a bucket's objects to a queue. */
export interface BucketNotification {
  /** The queue's name. */
  queue: string;
  /** @default ['s3:ObjectCreated:*'] */
  events?: readonly S3EventType[];
  /** Only keys that begin like this. */
  prefix?: string;
  /** Only keys that end like this. */
  suffix?: string;
}

/** Whether a notification is for this change; `eventName` without the `s3:`, the key decoded. */
export function wants(notification: BucketNotification, eventName: string, key: string): boolean {
  const { events = ['s3:ObjectCreated:*'], prefix = '', suffix = '' } = notification;
  if (!key.startsWith(prefix) || !key.endsWith(suffix)) return false;
  return events.some((type) => {
    const [group, kind] = type.replace(/^s3:/, '').split(':');
    const [changedGroup, changedKind] = eventName.split(':');
    return group === changedGroup && (kind === '*' || kind === changedKind);
  });
}
