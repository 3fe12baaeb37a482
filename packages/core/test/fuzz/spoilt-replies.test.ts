import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import type { MakeHandler } from './run-batch.js';
import { sqsProperty } from './sqs-property.js';

type Spoil = (ids: string[], all: string[]) => unknown[];

const spoilt: [what: string, complaint: string, spoil: Spoil][] = [
  ['leaves one out', 'a message that failed was acknowledged', (ids) => ids.slice(1)],
  ['reports one more', 'a message that was done was reported', (_ids, all) => [...new Set(all)]],
  ['reports one twice', 'an id was reported twice', (ids) => [...ids, ...ids]],
  ['reports one of another batch', 'an id of another batch', (ids) => [...ids, 'unknown']],
  ['reports an empty id', 'an id is no id', (ids) => [...ids, '']],
  ['reports what is no id', 'an id is no id', (ids) => [...ids, null]],
];

/** `sqsHandler`, with its replies spoilt. */
const spoiling =
  (spoil: Spoil): MakeHandler =>
  (act, options) =>
  async (event, context) => {
    const { batchItemFailures } = await sqsHandler(act, options)(event, context);
    const ids = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    const all = event.Records.map(({ messageId }) => messageId);
    const spoiltIds = spoil(ids, all).map((itemIdentifier) => ({ itemIdentifier }));
    return { batchItemFailures: spoiltIds as typeof batchItemFailures };
  };

describe('the check finds a reply that', () => {
  it.each(spoilt)('%s', async (_what, complaint, spoil) => {
    const holds = sqsProperty(spoiling(spoil), () => {});
    const { errorInstance } = await fc.check(holds, { numRuns: 2000, endOnFailure: true });
    expect(String(errorInstance)).toContain(complaint);
  });

  it('is no reply but an error of somebody else', async () => {
    const holds = sqsProperty(
      () => async () => {
        throw new TypeError('undefined is not a function');
      },
      () => {},
    );
    const { errorInstance } = await fc.check(holds, { numRuns: 100, endOnFailure: true });
    expect(String(errorInstance)).toContain('it threw TypeError');
  });
});
