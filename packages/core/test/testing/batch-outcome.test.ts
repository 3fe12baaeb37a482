import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOutcome } from '../../src/testing/batch-outcome.js';

const event = { Records: [{ messageId: 'a' }, { messageId: 'b' }, { messageId: 'c' }] };
const on = { reportBatchItemFailures: true };
const off = { reportBatchItemFailures: false };
const failing = (...ids: unknown[]) => ({
  value: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

describe('with ReportBatchItemFailures', () => {
  it.each([
    [['b'], ['a', 'c']],
    [['c', 'a'], ['b']],
    [
      ['b', 'b'],
      ['a', 'c'],
    ],
    [['a', 'b', 'c'], []],
  ])('brings back the listed messages %j', (listed, deleted) => {
    const outcome = batchOutcome(event, failing(...listed), on);
    expect(outcome.deleted).toEqual(deleted);
    expect(outcome.returned).toEqual([...new Set(listed)].sort());
    expect(outcome.reason).toBeUndefined();
  });

  it.each([undefined, null, '', {}, { batchItemFailures: [] }, { batchItemFailures: null }])(
    'takes %j as success of the whole batch',
    (value) => {
      expect(batchOutcome(event, { value }, on)).toEqual({
        deleted: ['a', 'b', 'c'],
        returned: [],
      });
    },
  );

  it('takes a reply with other keys as success, and says that it loses messages', () => {
    const value = { batchItemFailure: [{ itemIdentifier: 'a' }] };
    const outcome = batchOutcome(event, { value }, on);
    expect(outcome).toMatchObject({ deleted: ['a', 'b', 'c'], returned: [] });
    expect(outcome.reason).toContain('batchItemFailure:');
  });

  it.each([
    ['an empty id', failing('a', ''), 'batchItemFailures[1].itemIdentifier'],
    ['a null id', failing(null), 'null'],
    ['a number as id', failing(7), '7'],
    ['an unknown id', failing('a', 'x'), 'not of this batch: "x"'],
    ['another key', { value: { batchItemFailures: [{ messageId: 'a' }] } }, 'no itemIdentifier'],
    ['a bare id', { value: { batchItemFailures: ['a'] } }, 'no itemIdentifier'],
    ['a null entry', { value: { batchItemFailures: [null] } }, 'no itemIdentifier'],
    ['an object as list', { value: { batchItemFailures: { itemIdentifier: 'a' } } }, 'not a list'],
    ['a text as list', { value: { batchItemFailures: 'a' } }, 'not a list'],
    ['a text as reply', { value: 'done' }, 'not an object but "done"'],
    ['a list as reply', { value: [{ itemIdentifier: 'a' }] }, 'not an object'],
    ['a number as reply', { value: 0 }, 'not an object'],
    ['false as reply', { value: false }, 'not an object'],
  ])('takes %s as failure of the whole batch', (_what, outcome, reason) => {
    const { deleted, returned, reason: given } = batchOutcome(event, outcome, on);
    expect(deleted).toEqual([]);
    expect(returned).toEqual(['a', 'b', 'c']);
    expect(given).toContain(reason);
  });
});

describe('without ReportBatchItemFailures', () => {
  it.each([undefined, null, 'done', {}, [1], { batchItemFailures: [] }])(
    'ignores the reply %j',
    (value) => {
      expect(batchOutcome(event, { value }, off)).toEqual({
        deleted: ['a', 'b', 'c'],
        returned: [],
      });
    },
  );

  it('loses what the reply lists as failed, and says so', () => {
    const outcome = batchOutcome(event, failing('b'), off);
    expect(outcome).toMatchObject({ deleted: ['a', 'b', 'c'], returned: [] });
    expect(outcome.reason).toContain('ReportBatchItemFailures is off');
  });
});

it.each([on, off])('brings everything back after a function error (%j)', (options) => {
  const outcome = batchOutcome(event, { error: new Error('no') }, options);
  expect(outcome).toEqual({
    deleted: [],
    returned: ['a', 'b', 'c'],
    reason: 'the invocation failed',
  });
});

it('decides each message once, whatever the reply', () => {
  const reply = fc.oneof(
    fc.jsonValue(),
    fc.record({
      batchItemFailures: fc.array(
        fc.record({ itemIdentifier: fc.constantFrom('a', 'b', 'c', 'd', '', null) }),
      ),
    }),
  );
  fc.assert(
    fc.property(reply, fc.boolean(), (value, reportBatchItemFailures) => {
      const outcome = batchOutcome(event, { value }, { reportBatchItemFailures });
      expect([...outcome.deleted, ...outcome.returned].sort()).toEqual(['a', 'b', 'c']);
    }),
  );
});
