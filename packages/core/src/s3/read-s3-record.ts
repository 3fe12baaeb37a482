import { bareName } from './event-names.js';
import { isJsonObject, objectField, textField } from './json-fields.js';
import { decodeObjectKey } from './object-key.js';
import { type S3Object, withId } from './s3-object.js';

/**
 * Reads one entry of `Records` in a notification as S3 itself writes it.
 *
 * @throws Error that says what is wrong with it.
 */
export function readS3Record(record: unknown): S3Object {
  if (!isJsonObject(record)) throw new Error('it is not an object');
  const eventName = bareName(textField(record, 'eventName') ?? '');
  if (!eventName) throw new Error('it has no eventName');
  const s3 = objectField(record, 's3');
  const object = {
    ...readObject(objectField(s3, 'bucket'), objectField(s3, 'object'), decodeKey),
    eTag: readETag(objectField(s3, 'object'), 'eTag'),
    versionId: textField(objectField(s3, 'object'), 'versionId'),
    eventName,
    eventTime: readTime(record, 'eventTime'),
    region: textField(record, 'awsRegion'),
    raw: record,
  };
  return withId(object, requestOf(record));
}

// "Event message structure" in the Amazon S3 User Guide: the id that S3 gives in its response, as
// EventBridge has it. What one request wrote may be replicated by several rules, each of which can
// fail.
function requestOf(record: Record<string, unknown>): string | undefined {
  const id = textField(objectField(record, 'responseElements'), 'x-amz-request-id');
  const rule = textField(objectField(record, 'replicationEventData'), 'replicationRuleId');
  return id && rule ? `${id}/${rule}` : id;
}

/** Reads the fields that notifications from S3 and from EventBridge name alike. */
export function readObject(
  bucket: Record<string, unknown>,
  object: Record<string, unknown>,
  toKey: (rawKey: string) => string,
) {
  const name = textField(bucket, 'name');
  if (!name) throw new Error('it names no bucket');
  const rawKey = textField(object, 'key');
  if (!rawKey) throw new Error('it names no key');
  return {
    bucket: name,
    key: toKey(rawKey),
    rawKey,
    size: readSize(object),
    sequencer: textField(object, 'sequencer'),
  };
}

/** An eTag without the quotes that some sources keep around it. */
export function readETag(from: Record<string, unknown>, name: string): string | undefined {
  return textField(from, name)?.replaceAll('"', '') || undefined;
}

/** A moment in ISO 8601; `undefined` where it is missing or no date. */
export function readTime(from: Record<string, unknown>, name: string): Date | undefined {
  const time = new Date(textField(from, name) ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function readSize({ size }: Record<string, unknown>): number | undefined {
  return Number.isSafeInteger(size) && Number(size) >= 0 ? Number(size) : undefined;
}

function decodeKey(rawKey: string): string {
  try {
    return decodeObjectKey(rawKey);
  } catch (cause) {
    throw new Error(`its key can't be decoded: ${rawKey}`, { cause });
  }
}
