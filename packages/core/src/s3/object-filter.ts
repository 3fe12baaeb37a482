import { bucketName } from './bucket-name.js';
import { bareName, eventsOf, matchesEvent, type S3EventPattern } from './event-names.js';
import { refuse } from './refuse.js';
import { type ObjectOutput, refuseLoop } from './refuse-loop.js';
import { refuseOtherKinds } from './refuse-other-kinds.js';
import type { S3Object } from './s3-object.js';

/** Which objects a handler works on. */
export interface ObjectFilterOptions {
  /**
   * The events to work on, as S3 names them, such as `ObjectCreated:Put`, `ObjectRemoved:*` or `*`.
   * Others are skipped.
   * @default ['ObjectCreated:*']
   */
  events?: readonly S3EventPattern[];
  /** The bucket to work on, by its name or ARN. Default: any. */
  bucket?: string;
  /**
   * What becomes of an object of another bucket.
   *
   * - `'fail'`: its message fails with `ERR_OTHER_BUCKET`, which no retry can help: no other reader
   *   of this queue will work on it, so the queue or `bucket` is wrong.
   * - `'skip'`: logged and acknowledged.
   * @default 'fail'
   */
  otherBuckets?: 'fail' | 'skip';
  /**
   * Work on keys that begin with this only; others are skipped. A text, not a folder: `in` is also
   * the beginning of `invoices/1.csv`.
   * @default ''
   */
  prefix?: string;
  /** Work on keys that end with this only; others are skipped. @default '' */
  suffix?: string;
  /**
   * Where the handler itself writes. A handler that writes to where it is triggered from loops for
   * ever, so an output that shares a key with the input is refused with `ERR_SETTINGS`. Only
   * checked, never written to.
   */
  output?: ObjectOutput | readonly ObjectOutput[];
}

/** Why an object is not worked on; `undefined` when it is. */
export type ObjectFilter = (
  object: S3Object,
) => 'event' | 'bucket' | 'prefix' | 'suffix' | undefined;

/**
 * Makes the filter of a handler.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` when the output shares a key with the input, and for what
 * would skip, and so delete, every message: an event that S3 does not send, a bucket that is none,
 * an option of another kind.
 */
export function objectFilter(options: ObjectFilterOptions): ObjectFilter {
  refuseOtherKinds(options);
  const { events = ['ObjectCreated:*'], prefix = '', suffix = '', output = [] } = options;
  const patterns = events.map(bareName);
  refuseUnknownEvents(patterns);
  const bucket = readBucket(options.bucket);
  // What the handler writes is created: it can trigger only a handler of creations.
  if (patterns.some((pattern) => eventsOf(pattern).some(isCreation))) {
    for (const one of [output].flat()) refuseLoop({ bucket, prefix, suffix }, one);
  }
  return (object) => {
    if (bucket !== undefined && object.bucket !== bucket) return 'bucket';
    if (!patterns.some((pattern) => matchesEvent(object.eventName, pattern))) return 'event';
    if (!object.key.startsWith(prefix)) return 'prefix';
    return object.key.endsWith(suffix) ? undefined : 'suffix';
  };
}

function isCreation(eventName: string): boolean {
  return eventName.startsWith('ObjectCreated:');
}

function refuseUnknownEvents(patterns: readonly string[]): void {
  if (patterns.length === 0) refuse('events: an empty list would skip every object');
  const unknown = patterns.find((pattern) => eventsOf(pattern).length === 0);
  if (unknown !== undefined) {
    refuse(`events: S3 sends no ${unknown}; its events are ${eventsOf('*').join(', ')}`);
  }
}

function readBucket(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  return (
    bucketName(given) ??
    refuse(
      `bucket: notifications bear the name of a bucket, never an access point's, and "${given}" is no such name`,
    )
  );
}
