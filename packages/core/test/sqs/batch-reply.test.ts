import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventContext } from '../../src/serve-events/event-context.js';
import type { SqsEvent } from '../../src/sqs/message.js';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, invoke, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';

type Body = { fail?: boolean };

/** Fails the messages that ask for it. */
const failing = (options: SqsHandlerOptions<Body> = {}) =>
  sqsHandler<Body>(({ fail }) => {
    if (fail) throw new Error('asked to fail');
  }, options);

const ok: Body = {};
const bad: Body = { fail: true };
const quiet = () => ({ log: recordedLog() });

describe('the reply', () => {
  it('of a batch in which nothing failed names nothing', async () => {
    expect(await invoke(failing(), sqsEvent([ok, ok]), quiet())).toEqual({ batchItemFailures: [] });
  });

  it('of a batch in which some failed names each of them, by its id', async () => {
    expect(await invoke(failing(), sqsEvent([ok, bad, ok, bad]), quiet())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-2' }, { itemIdentifier: 'message-4' }],
    });
  });

  it('ignores what the function returns', async () => {
    const handler = sqsHandler(() => ({ batchItemFailures: [{ itemIdentifier: 'message-1' }] }));
    expect(await invoke(handler, sqsEvent([ok, ok]), quiet())).toEqual({ batchItemFailures: [] });
  });

  it.each<[string, unknown]>([
    ['an error', new Error('no')],
    ['a text', 'no'],
    ['undefined', undefined],
    ['null', null],
  ])('names a message that threw %s', async (_what, thrown) => {
    const handler = sqsHandler<Body>(({ fail }) => {
      if (fail) throw thrown;
    });
    const { deleted, returned } = await deliver(handler, sqsEvent([ok, bad]), quiet());
    expect({ deleted, returned }).toEqual({ deleted: ['message-1'], returned: ['message-2'] });
  });

  it('of an empty batch names nothing', async () => {
    const reply = await invoke(failing(), { Records: [] }, quiet());
    expect(reply).toEqual({ batchItemFailures: [] });
  });

  it('goes by id, whatever the order in which messages finish', async () => {
    const handler = sqsHandler<{ ms: number; fail?: boolean }>(async ({ ms, fail }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (fail) throw new Error('no');
    });
    const event = sqsEvent([{ ms: 30, fail: true }, { ms: 0 }, { ms: 15, fail: true }, { ms: 5 }]);
    const { returned } = await deliver(handler, event, quiet());
    expect(returned).toEqual(['message-1', 'message-3']);
  });
});

describe('a batch in which every record failed', () => {
  it('fails the invocation, so that nothing is lost where the mapping reports no items', async () => {
    const event = sqsEvent([bad, bad]);
    await expect(invoke(failing(), event, quiet())).rejects.toMatchObject({
      code: 'ERR_FUNCTION_ERROR',
      message: expect.stringMatching(/2 of 2.*asked to fail/),
    });
    const mapping = { ...quiet(), reportBatchItemFailures: false };
    expect((await deliver(failing(), event, mapping)).returned).toHaveLength(2);
  });

  it.each([null, undefined, 'text', Symbol('s'), {}, Object.create(null)])(
    'carries its code whatever was thrown (case %#)',
    async (thrown) => {
      const log = recordedLog();
      const handler = sqsHandler(() => {
        throw thrown;
      });
      await invoke(handler, sqsEvent([{}]), { log }).catch(() => {});
      expect(log.errors()).toMatchObject([{ code: 'ERR_BATCH_FAILED' }]);
    },
  );

  it('carries its code and its cause', async () => {
    const log = recordedLog();
    await invoke(failing(), sqsEvent([bad]), { log }).catch(() => {});
    expect(log.errors()).toContainEqual(
      expect.objectContaining({
        code: 'ERR_BATCH_FAILED',
        cause: expect.objectContaining({ message: 'asked to fail' }),
      }),
    );
  });

  it('is reported by its ids with throwOnFullBatchFailure: false', async () => {
    const handler = failing({ throwOnFullBatchFailure: false });
    expect(await invoke(handler, sqsEvent([bad, bad]), quiet())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }, { itemIdentifier: 'message-2' }],
    });
  });
});

describe('with reportBatchItemFailures: false', () => {
  const mapping = { reportBatchItemFailures: false };

  it('any failure fails the whole invocation', async () => {
    const handler = failing(mapping);
    const outcome = await deliver(handler, sqsEvent([ok, bad, ok]), { ...quiet(), ...mapping });
    expect(outcome.deleted).toEqual([]);
    expect(outcome.returned).toHaveLength(3);
  });

  it('and throwOnFullBatchFailure: false too', async () => {
    const handler = failing({ ...mapping, throwOnFullBatchFailure: false });
    await expect(invoke(handler, sqsEvent([bad]), quiet())).rejects.toThrow('asked to fail');
  });

  it('success is success', async () => {
    const outcome = await deliver(failing(mapping), sqsEvent([ok]), { ...quiet(), ...mapping });
    expect(outcome.deleted).toEqual(['message-1']);
  });
});

describe('a record without a messageId', () => {
  const withId = (messageId: unknown, bodies: Body[]): SqsEvent => {
    const event = sqsEvent(bodies);
    Object.assign(event.Records[0] ?? {}, { messageId });
    return event;
  };

  it.each([undefined, '', null])('(%j) fails the invocation when it failed', async (id) => {
    const log = recordedLog();
    await expect(invoke(failing(), withId(id, [bad, ok]), { log })).rejects.toThrow('messageId');
    expect(log.errors()).toContainEqual(
      expect.objectContaining({ code: 'ERR_UNIDENTIFIED_FAILURE' }),
    );
  });

  it.each([undefined, '', null])('(%j) is fine when it succeeded', async (id) => {
    expect(await invoke(failing(), withId(id, [ok, bad]), quiet())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-2' }],
    });
  });

  it('fails the invocation with throwOnFullBatchFailure: false too', async () => {
    const handler = failing({ throwOnFullBatchFailure: false });
    await expect(invoke(handler, withId('', [bad]), quiet())).rejects.toThrow('messageId');
  });
});

describe('two copies of one message', () => {
  const copies = (...bodies: Body[]): SqsEvent => {
    const event = sqsEvent(bodies);
    for (const record of event.Records.slice(0, 2)) record.messageId = 'twice';
    return event;
  };

  it('are reported when one of them failed: deleting one deletes both', async () => {
    for (const event of [copies(bad, ok, ok), copies(ok, bad, ok)]) {
      expect(await invoke(failing(), event, quiet())).toEqual({
        batchItemFailures: [{ itemIdentifier: 'twice' }],
      });
    }
  });

  it('are reported once when both failed', async () => {
    expect(await invoke(failing(), copies(bad, bad, ok), quiet())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'twice' }],
    });
  });
});

describe('what is not an SQS event', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'Records'],
    ['no Records', { detail: {} }],
    ['Records of null', { Records: null }],
    ['Records that are no list', { Records: { 0: {} } }],
    ['Records of S3', { Records: [{ eventSource: 'aws:s3', s3: {} }] }],
    ['Records of SNS', { Records: [{ EventSource: 'aws:sns', Sns: {} }] }],
    ['Records of Kinesis', { Records: [{ eventSource: 'aws:kinesis', kinesis: {} }] }],
    ['Records of two sources', { Records: [...sqsEvent([{}]).Records, { eventSource: 'aws:s3' }] }],
    ['Records that are texts', { Records: ['a'] }],
    ['Records that are null', { Records: [null] }],
  ])('(%s) fails the invocation, and calls nothing', async (_what, event) => {
    const log = recordedLog();
    let calls = 0;
    const handler = sqsHandler(() => void calls++);
    await expect(invoke(handler, event, { log })).rejects.toThrow();
    expect(log.errors()).toContainEqual(expect.objectContaining({ code: 'ERR_NOT_AN_SQS_EVENT' }));
    expect(calls).toBe(0);
  });
});

it('for any batch: what failed comes back, and nothing that failed is deleted', async () => {
  const record = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', ''),
    group: fc.constantFrom('g', 'h'),
    fails: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      async (records, fifo, throwOnFullBatchFailure, reportBatchItemFailures) => {
        const event = sqsEvent(
          records.map(({ fails }) => ({ fail: fails })),
          {
            queueName: fifo ? 'q.fifo' : 'q',
            groupId: (_body, index) => records[index]?.group ?? '',
          },
        );
        for (const [index, { id }] of records.entries()) {
          Object.assign(event.Records[index] ?? {}, { messageId: id });
        }
        const finished: string[] = [];
        const handler = sqsHandler<Body>(
          ({ fail }, { message }) => {
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
        for (const { id } of records) {
          if (!reported.includes(id)) expect(finished).toContain(id);
        }
        if (!reportBatchItemFailures) expect(reported).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

function fakeContext(): EventContext {
  return {
    signal: new AbortController().signal,
    log: recordedLog(),
    getRemainingTimeInMillis: () => 30_000,
  } as unknown as EventContext;
}
