import assert from 'node:assert/strict';
import type { S3Object } from '../../src/s3/s3-object.js';

/** What a text is as JSON; `undefined` where it is none. */
export function readJson(text: unknown): { readonly json: unknown } | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** How many things a parsed body tells of; counted here anew, without the library. */
export function countParts(body: unknown): number {
  const { Records, Message, TopicArn } = fieldsOf(body);
  if (isFilled(Records)) return Records.length;
  if (typeof Message !== 'string' || typeof TopicArn !== 'string') return 1;
  const { Records: inner } = fieldsOf(readJson(Message)?.json);
  return isFilled(inner) ? inner.length : 1;
}

/** What `S3Object` promises, whatever it was read from. */
export function checkObject(object: S3Object): void {
  const { id, bucket, key, rawKey, eventName, raw } = object;
  for (const text of [id, bucket, key, rawKey, eventName]) {
    assert(typeof text === 'string' && text !== '');
  }
  assert(id.startsWith(`${bucket}/${key}#`));
  assert(typeof raw === 'object' && raw !== null);
  for (const text of [object.eTag, object.versionId, object.sequencer, object.region]) {
    assert(text === undefined || (typeof text === 'string' && text !== ''));
  }
  const { size, eventTime } = object;
  assert(size === undefined || (Number.isSafeInteger(size) && size >= 0));
  assert(eventTime === undefined || !Number.isNaN(eventTime.getTime()));
}

function fieldsOf(json: unknown): Record<string, unknown> {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  return isObject ? (json as Record<string, unknown>) : {};
}

function isFilled(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}
