import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventContext } from '../../src/serve-events/event-context.js';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { batchOutcome, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { runs } from '../support/runs.js';

it('for any batch: what failed comes back, and nothing that failed is deleted', async () => {
  const record = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', ''),
    group: fc.constantFrom('g', 'h'),
    fails: fc.boolean(),
    // In how many turns it is worked on: those after it may be done before it.
    turns: fc.nat(20),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      async (records, fifo, throwOnFullBatchFailure, reportBatchItemFailures) => {
        const event = sqsEvent(
          records.map(({ fails, turns }) => ({ fail: fails, turns })),
          {
            queueName: fifo ? 'q.fifo' : 'q',
            groupId: (_body, index) => records[index]?.group ?? '',
          },
        );
        for (const [index, { id }] of records.entries()) {
          Object.assign(event.Records[index] ?? {}, { messageId: id });
        }
        const finished: string[] = [];
        const handler = sqsHandler<{ fail: boolean; turns: number }>(
          async ({ fail, turns }, { message }) => {
            for (let turn = 0; turn < turns; turn++) await Promise.resolve();
            if (fail) throw new Error('asked to fail');
            finished.push(message.messageId);
          },
          { throwOnFullBatchFailure, reportBatchItemFailures },
        );
        const reply = await handler(event, fakeContext()).catch(() => undefined);
        const failedIds = records.filter(({ fails }) => fails).map(({ id }) => id);
        // A failed invocation brings everything back.
        if (reply === undefined) {
          expect(failedIds).not.toEqual([]);
          return;
        }
        const reported = reply.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        expect(new Set(reported).size).toBe(reported.length);
        expect(reported).toEqual(expect.arrayContaining(failedIds));
        expect(reported).not.toContain('');
        for (const id of reported) expect(records.map((r) => r.id)).toContain(id);
        // No rule by which the mapping would fail the whole batch, or not read the list.
        const mapping = { reportBatchItemFailures };
        const outcome = batchOutcome(event, { value: JSON.parse(JSON.stringify(reply)) }, mapping);
        expect(outcome.reason).toBeUndefined();
        for (const id of outcome.deleted) expect(failedIds).not.toContain(id);
        for (const { id } of records) {
          if (!reported.includes(id)) expect(finished).toContain(id);
        }
        if (!reportBatchItemFailures) expect(reported).toEqual([]);
      },
    ),
    runs(300),
  );
});

function fakeContext(): EventContext {
  return {
    signal: new AbortController().signal,
    log: recordedLog(),
    getRemainingTimeInMillis: () => 30_000,
  } as unknown as EventContext;
}
