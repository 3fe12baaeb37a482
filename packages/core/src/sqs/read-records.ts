import { LwaBridgeError } from '../errors.js';
import { describeEvent } from './describe-event.js';
import type { SqsRecord } from './message.js';

/**
 * The records of an SQS event. A copy: what becomes of the event in the meantime must change neither what is worked
 * on nor the reply.
 *
 * @throws LwaBridgeError `ERR_NOT_AN_SQS_EVENT` for anything else
 */
export function readRecords(event: unknown): readonly SqsRecord[] {
  const records = (event as { Records?: unknown } | null)?.Records;
  if (Array.isArray(records) && records.every(isSqsRecord)) return records.slice();
  const text = `the event is not of SQS but ${describeEvent(event)}`;
  throw new LwaBridgeError('ERR_NOT_AN_SQS_EVENT', text);
}

// A record written by hand has a body and need not have more.
function isSqsRecord(record: unknown): boolean {
  if (typeof record !== 'object' || record === null) return false;
  const { eventSource } = record as Partial<SqsRecord>;
  return eventSource === 'aws:sqs' || (eventSource === undefined && 'body' in record);
}
