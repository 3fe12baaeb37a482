import assert from 'node:assert/strict';
import { isLwaBridgeError } from '../../src/errors.js';
import { isDone, isPermanent } from './act.js';
import type { FinishedBatch } from './run-batch.js';

/** What went wrong with one message: whether it is for good, of each part that failed. */
export interface PartFailure {
  readonly permanent: boolean;
}

/** The id of a record; `''` where it has none to report it by. */
export function idOf(record: object): string {
  const { messageId } = record as { messageId?: unknown };
  return typeof messageId === 'string' ? messageId : '';
}

/** What the calls for one record failed with. */
export function failedCalls({ calls }: FinishedBatch, record: object): PartFailure[] {
  return calls
    .filter((call) => call.record === record && !isDone(call))
    .map((call) => ({ permanent: isPermanent(call) }));
}

/**
 * Holds how a batch ended against the rules of the event source mapping: the ids of the failed
 * ones, each once, none empty, none of another batch; or an error that says why not.
 *
 * @param failuresOf - what went wrong with a record, as can be told from outside
 * @param exact - whether just what failed is to come back, where time did not run out; else, at
 * least that
 * @returns what it came to, for a tally
 */
export function checkBatch(
  batch: FinishedBatch,
  failuresOf: (record: object) => readonly PartFailure[],
  exact: boolean,
): string {
  const { records, ended, options, ranOutOfTime } = batch;
  const accepts = ['acknowledge', 'resolve'].includes(options.onNonRetriable);
  const failed = records.filter((record) => {
    const failures = failuresOf(record);
    return failures.some(({ permanent }) => !(permanent && accepts));
  });
  // A message group waits for the one of it that failed.
  const isExact = exact && !ranOutOfTime && !(failed.length > 0 && records.some(isFifo));
  const expectedCode = codeFor(failed, batch);

  if ('error' in ended) {
    assert(isLwaBridgeError(ended.error), `it threw ${ended.error}`);
    const { code } = ended.error;
    assert(code === 'ERR_BATCH_FAILED' || code === 'ERR_UNIDENTIFIED_FAILURE', code);
    if (isExact) assert.equal(code, expectedCode);
    return code;
  }
  if (isExact) assert.equal(undefined, expectedCode);
  const reported = reportedIds(ended.reply);
  const known = new Set(records.map(idOf));
  const expected = new Set(failed.map(idOf));
  assert(isWithin(reported, known), 'an id of another batch was reported');
  assert(isWithin(expected, reported), 'a message that failed was acknowledged');
  if (isExact) assert(isWithin(reported, expected), 'a message that was done was reported');
  return reported.size === 0 ? 'all acknowledged' : 'some reported';
}

function reportedIds(reply: unknown): Set<string> {
  const { batchItemFailures, ...rest } = reply as {
    batchItemFailures: { itemIdentifier: string }[];
  };
  assert.deepEqual(rest, {});
  const ids = batchItemFailures.map(({ itemIdentifier, ...others }) => {
    assert.deepEqual(others, {});
    assert(typeof itemIdentifier === 'string' && itemIdentifier !== '', 'an id is no id');
    return itemIdentifier;
  });
  assert.equal(new Set(ids).size, ids.length, 'an id was reported twice');
  return new Set(ids);
}

function codeFor(failed: readonly object[], { records, options }: FinishedBatch) {
  if (failed.length === 0) return undefined;
  if (failed.some((record) => idOf(record) === '')) return 'ERR_UNIDENTIFIED_FAILURE';
  const isFull = options.throwOnFullBatchFailure && failed.length === records.length;
  return isFull || !options.reportBatchItemFailures ? 'ERR_BATCH_FAILED' : undefined;
}

function isFifo(record: object): boolean {
  const { eventSourceARN: arn } = record as { eventSourceARN?: unknown };
  return typeof arn === 'string' && arn.endsWith('.fifo');
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((id) => all.has(id));
}
