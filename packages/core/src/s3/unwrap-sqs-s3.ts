import { LwaBridgeError } from '../errors.js';
import { describeEvent } from '../sqs/describe-event.js';
import type { SqsEvent } from '../sqs/message.js';
import { isJsonObject } from './json-fields.js';
import { type S3Notification, unwrapBody } from './unwrap-notification.js';

/** What one SQS message tells of. */
export interface UnwrappedMessage extends S3Notification {
  /** The SQS message's id; `''` where a hand-written event has none. */
  readonly messageId: string;
}

/**
 * Gives the objects of every message of an SQS event, in order, one entry per message.
 *
 * Understands S3 -> SQS, S3 -> SNS -> SQS (wrapped and raw) and S3 -> EventBridge -> SQS; decodes
 * keys where they are encoded. What it skips and what it can't read is named and never hides the
 * rest. For an event handler take `s3Handler`, which builds on this.
 *
 * @throws LwaBridgeError `ERR_NOT_AN_SQS_EVENT` when the event has no `Records`.
 *
 * @example
 * ```ts
 * import { type SqsEvent, unwrapSqsS3 } from 'lwa-bridge';
 *
 * export const handler = async (event: SqsEvent) => {
 *   for (const { messageId, objects, malformed } of unwrapSqsS3(event)) {
 *     for (const { bucket, key } of objects) console.log(messageId, bucket, key);
 *     for (const { message } of malformed) console.error(messageId, message);
 *   }
 * };
 * ```
 */
export function unwrapSqsS3(event: SqsEvent): UnwrappedMessage[] {
  const given: unknown = event;
  if (!isJsonObject(given) || !Array.isArray(given.Records)) {
    const text = `the event is not of SQS but ${describeEvent(given)}`;
    throw new LwaBridgeError('ERR_NOT_AN_SQS_EVENT', text);
  }
  return given.Records.map(unwrapRecord);
}

function unwrapRecord(record: unknown): UnwrappedMessage {
  const { messageId, body } = isJsonObject(record) ? record : {};
  return {
    messageId: typeof messageId === 'string' ? messageId : '',
    ...unwrapBody(body),
  };
}
