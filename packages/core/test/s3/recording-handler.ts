import { type S3HandlerOptions, s3Handler } from '../../src/s3/s3-handler.js';
import type { S3Object } from '../../src/s3/s3-object.js';
import { s3Event, sqsEvent } from '../../src/testing/events.js';

/** A handler that keeps the keys it was given. */
export function recordingHandler(
  options: S3HandlerOptions = {},
  fail: (object: S3Object) => void = () => {},
) {
  const keys: string[] = [];
  const handler = s3Handler((object) => {
    keys.push(object.key);
    fail(object);
  }, options);
  return { handler, keys };
}

/** An event of one message that tells of several objects. */
export function messageWith(...keys: string[]) {
  return sqsEvent([s3Event(keys.map((key) => ({ bucket: 'in', key })))]);
}
