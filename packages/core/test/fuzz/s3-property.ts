import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProcessObject, S3HandlerOptions } from '../../src/s3/s3-handler.js';
import type { S3Object } from '../../src/s3/s3-object.js';
import type { SqsEventHandler } from '../../src/sqs/sqs-handler.js';
import { anyEvent } from './any-event.js';
import { checkBatch, failedCalls, idOf, type PartFailure } from './check-batch.js';
import { checkObject, countParts, readJson } from './notification-parts.js';
import { anyOptions, type FinishedBatch, runBatch } from './run-batch.js';

/** Makes a handler of batches from a function for one object, as `s3Handler` does. */
export type MakeS3Handler = (act: ProcessObject, options: S3HandlerOptions) => SqsEventHandler;

/**
 * Whatever the event, a handler of objects ends its batch as the mapping wants it, and acknowledges no
 * message of which a part was neither worked on nor skipped with a reason.
 */
export function s3Property(makeHandler: MakeS3Handler, count: (end: string) => void) {
  return fc.asyncProperty(anyEvent, anyOptions, anyFilter, async (event, options, filter) => {
    const batch = await runBatch(
      (act, sqsOptions) => makeHandler(act, { ...sqsOptions, ...filter }),
      event,
      options,
    );
    if (!batch) return count('refused');
    checkCalls(batch, filter);
    // The log names what was skipped by the message's id: of two with one id it tells them not apart.
    const exact = new Set(batch.records.map(idOf)).size === batch.records.length;
    count(checkBatch(batch, readFailures(batch), exact));
  });
}

const anyFilter: fc.Arbitrary<S3HandlerOptions> = fc.constantFrom<S3HandlerOptions>(
  {},
  { events: ['*'] },
  { events: ['*'], bucket: 'acme-uploads' },
  { bucket: 'acme-uploads', otherBuckets: 'skip', prefix: 'incoming/', suffix: '.csv' },
);

/**
 * What went wrong with a message: its calls, and that parts of it were neither called nor skipped.
 * Messages of one id are counted together.
 */
function readFailures(batch: FinishedBatch): (record: object) => PartFailure[] {
  const readable = new Set<object>();
  const neither = new Map<string, number>();
  const count = (id: string, by: number) => neither.set(id, (neither.get(id) ?? 0) + by);
  for (const record of batch.records) {
    const body = readJson((record as { body?: unknown }).body);
    if (!body) continue;
    readable.add(record);
    count(idOf(record), countParts(body.json));
  }
  for (const { record } of batch.calls) count(idOf(record), -1);
  for (const { message, messageId, reason } of batch.lines) {
    if (message === 'skipped a notification' && reason) count(String(messageId), -1);
  }
  return (record) => {
    if (!readable.has(record)) return [{ permanent: true }];
    const left = neither.get(idOf(record)) ?? 0;
    assert(left >= 0, 'something was worked on twice');
    const failures = failedCalls(batch, record);
    return left > 0 ? [...failures, { permanent: true }] : failures;
  };
}

function checkCalls({ calls }: FinishedBatch, filter: S3HandlerOptions): void {
  const { events, bucket, prefix = '', suffix = '' } = filter;
  for (const { value } of calls) {
    const object = value as S3Object;
    assert.doesNotThrow(() => checkObject(object), 'an object is not what its type says');
    const isMeant =
      (events || object.eventName.startsWith('ObjectCreated:')) &&
      (bucket === undefined || object.bucket === bucket) &&
      object.key.startsWith(prefix) &&
      object.key.endsWith(suffix);
    assert(isMeant, 'it was called with an object that the options exclude');
  }
}
