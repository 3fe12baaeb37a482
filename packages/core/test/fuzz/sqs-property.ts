import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Schema } from '../../src/standard-schema.js';
import { anyEvent } from './any-event.js';
import { checkBatch, failedCalls, type PartFailure } from './check-batch.js';
import { readJson } from './notification-parts.js';
import { anyOptions, type FinishedBatch, type MakeHandler, runBatch } from './run-batch.js';

/**
 * Whatever the event, a handler of messages ends its batch as the mapping wants it, and none is
 * acknowledged whose function was not called and did not resolve.
 */
export function sqsProperty(makeHandler: MakeHandler, count: (end: string) => void) {
  const schemas = fc.constantFrom(undefined, objects);
  return fc.asyncProperty(anyEvent, anyOptions, schemas, async (event, options, schema) => {
    const withSchema: MakeHandler = (act, sqsOptions) =>
      makeHandler(act, { ...sqsOptions, ...(schema && { schema }) });
    const batch = await runBatch(withSchema, event, options);
    if (!batch) return count('refused');
    count(checkBatch(batch, (record) => failuresOf(batch, record, schema), true));
  });
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

const objects: Schema<unknown, unknown> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => (isObject(value) ? { value } : { issues: [{ message: 'no object' }] }),
  },
};

/** What went wrong with a message: its body, its call, or that there was no call. */
function failuresOf(batch: FinishedBatch, record: object, schema?: Schema): PartFailure[] {
  const calls = batch.calls.filter((call) => call.record === record);
  const body = readJson((record as { body?: unknown }).body);
  if (!body || (schema && !isObject(body.json))) {
    assert.equal(calls.length, 0, 'it was called with a body that it should not see');
    return [{ permanent: true }];
  }
  const [call, another] = calls;
  if (!call) return [{ permanent: false }];
  assert.equal(another, undefined, 'it was called twice');
  assert.equal(JSON.stringify(call.value), JSON.stringify(body.json));
  return failedCalls(batch, record);
}
