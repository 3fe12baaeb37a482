import { describe, expect, it } from 'vitest';
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

  const oddError = Object.assign(new Error(), { message: Symbol('s') });

  it.each([null, undefined, 'text', Symbol('s'), {}, Object.create(null), oddError])(
    'carries its code whatever was thrown (case %#)',
    async (thrown) => {
      const log = recordedLog();
      const handler = sqsHandler(() => {
        throw thrown;
      });
      await invoke(handler, sqsEvent([{}]), { log }).catch(() => {});
      const failure = expect.objectContaining({ code: 'ERR_BATCH_FAILED' });
      expect(log.errors()).toContainEqual(failure);
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
