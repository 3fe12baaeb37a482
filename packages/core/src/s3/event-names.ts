// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
const eventNames = [
  'IntelligentTiering',
  'LifecycleExpiration:Delete',
  'LifecycleExpiration:DeleteMarkerCreated',
  'LifecycleTransition',
  'ObjectAcl:Put',
  'ObjectCreated:CompleteMultipartUpload',
  'ObjectCreated:Copy',
  'ObjectCreated:Post',
  'ObjectCreated:Put',
  'ObjectRemoved:Delete',
  'ObjectRemoved:DeleteMarkerCreated',
  'ObjectRestore:Completed',
  'ObjectRestore:Delete',
  'ObjectRestore:Post',
  'ObjectTagging:Delete',
  'ObjectTagging:Put',
  'ReducedRedundancyLostObject',
  'Replication:OperationFailedReplication',
  'Replication:OperationMissedThreshold',
  'Replication:OperationNotTracked',
  'Replication:OperationReplicatedAfterThreshold',
] as const;

/** The name of an event that S3 sends. */
export type S3EventName = (typeof eventNames)[number];

/**
 * The events to work on: one by its name (`ObjectCreated:Put`), all of a kind (`ObjectCreated:*`), or
 * all (`*`); with or without `s3:`.
 */
export type S3EventPattern = `${'' | 's3:'}${S3EventName | AllOfKind<S3EventName> | '*'}`;

type AllOfKind<Name> = Name extends `${infer Kind}:${string}` ? `${Kind}:*` : never;

/** A pattern without what says nothing: the `s3:` that stands before some names. */
export function bareName(name: string): string {
  return name.replace(/^s3:/, '');
}

/** Whether an event is meant by a pattern, both without `s3:`. */
export function matchesEvent(eventName: string, pattern: string): boolean {
  return pattern.endsWith('*') ? eventName.startsWith(pattern.slice(0, -1)) : eventName === pattern;
}

/** Those of the events of S3 that a pattern means; none for a misspelt one. */
export function eventsOf(pattern: string): S3EventName[] {
  return eventNames.filter((name) => matchesEvent(name, pattern));
}
