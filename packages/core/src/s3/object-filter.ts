import { LwaBridgeError } from '../errors.js';
import type { S3Object } from './s3-object.js';

/** Which objects a handler works on. */
export interface ObjectFilterOptions {
  /**
   * The events to work on, as S3 names them, with or without `s3:`; a trailing `*` stands for any
   * ending. Others are skipped.
   * @default ['ObjectCreated:*']
   */
  events?: readonly string[];
  /** Work on objects of this bucket only; others are skipped. Default: any. */
  bucket?: string;
  /** Work on keys that start with this only; others are skipped. Default: any. */
  prefix?: string;
  /**
   * Where the handler itself writes. A handler that writes to where it is triggered from loops for
   * ever, so an output inside `bucket` and `prefix` is refused with `ERR_SETTINGS`. Only checked,
   * never written to. `bucket` defaults to the input's.
   */
  output?: { bucket?: string; prefix: string };
}

/** Why an object is not worked on; `undefined` when it is. */
export type ObjectFilter = (object: S3Object) => 'event' | 'bucket' | 'prefix' | undefined;

/**
 * Makes the filter of a handler.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` when the output lies inside the input, and for an event that
 * S3 does not send: a misspelt one would skip, and so delete, every message.
 */
export function objectFilter(options: ObjectFilterOptions): ObjectFilter {
  const { events = ['ObjectCreated:*'], bucket, prefix = '', output } = options;
  if (output) refuseLoop(output, bucket, prefix);
  const patterns = events.map((event) => event.replace(/^s3:/, ''));
  refuseUnknownEvents(patterns);
  return (object) => {
    if (!patterns.some((pattern) => matches(object.eventName, pattern))) return 'event';
    if (bucket !== undefined && object.bucket !== bucket) return 'bucket';
    return object.key.startsWith(prefix) ? undefined : 'prefix';
  };
}

function matches(eventName: string, pattern: string): boolean {
  return pattern.endsWith('*') ? eventName.startsWith(pattern.slice(0, -1)) : eventName === pattern;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
const families = [
  'IntelligentTiering',
  'LifecycleExpiration',
  'LifecycleTransition',
  'ObjectAcl',
  'ObjectCreated',
  'ObjectRemoved',
  'ObjectRestore',
  'ObjectTagging',
  'ReducedRedundancyLostObject',
  'Replication',
];

function refuseUnknownEvents(patterns: readonly string[]): void {
  const canMatch = (pattern: string) =>
    families.some((family) => matches(family, pattern) || pattern.startsWith(`${family}:`));
  const unknown = patterns.find((pattern) => !canMatch(pattern));
  if (unknown === undefined && patterns.length > 0) return;
  throw new LwaBridgeError(
    'ERR_SETTINGS',
    `s3Handler: events: S3 sends no ${unknown ?? 'event to an empty list'}; its events are ${families.join(', ')}, such as ObjectCreated:* or ObjectCreated:Put`,
  );
}

function refuseLoop(
  output: { bucket?: string; prefix: string },
  bucket: string | undefined,
  prefix: string,
): void {
  const elsewhere = bucket !== undefined && output.bucket !== undefined && output.bucket !== bucket;
  // Without a bucket or a prefix the input is every bucket, or all of it.
  if (elsewhere || !output.prefix.startsWith(prefix)) return;
  throw new LwaBridgeError(
    'ERR_SETTINGS',
    `s3Handler: the output ${output.bucket ?? bucket ?? '*'}/${output.prefix} lies inside the input ` +
      `${bucket ?? '*'}/${prefix}, so the handler would trigger itself for ever; ` +
      'write to another bucket or prefix',
  );
}
