import { describe, expect, it } from 'vitest';
import { sqsHandler } from '../../src/sqs/sqs-handler.js';
import { sqsEvent } from '../../src/testing/index.js';
import { after } from '../support/wait.js';
import { invocation } from './support/invocation.js';

describe('while a batch is under way', () => {
  it.each<[string, (records: unknown[]) => void]>([
    ['turned round', (records) => records.reverse()],
    ['shortened', (records) => records.splice(1, 2)],
    ['emptied', (records) => records.splice(0)],
  ])("the event's records may be %s: what came in is worked on", async (_how, change) => {
    const worked: number[] = [];
    const handler = sqsHandler<number>(
      async (n) => {
        worked.push(n);
        await after(1);
      },
      { concurrency: 1 },
    );
    const event = sqsEvent([1, 2, 3, 4]);
    const replied = handler(event, invocation().context);
    change(event.Records);
    expect(await replied).toEqual({ batchItemFailures: [] });
    expect(worked).toEqual([1, 2, 3, 4]);
  });

  it.each<[string, (records: unknown[]) => void]>([
    ['longer', (records) => records.push(records[0])],
    ['empty', (records) => records.splice(0)],
  ])(
    'where all of it fails the invocation does, also with a list that is %s by then',
    async (_how, change) => {
      const handler = sqsHandler(async () => {
        await after(1);
        throw new Error('no');
      });
      const { context } = invocation();
      const event = sqsEvent([1, 2]);
      const replied = handler(event, context);
      change(event.Records);
      await expect(replied).rejects.toMatchObject({ code: 'ERR_BATCH_FAILED' });
    },
  );

  it('a logger that throws fails the invocation, and no further message is started', async () => {
    const { context, log } = invocation();
    const fault = new Error('the disk is full');
    log.error = () => {
      throw fault;
    };
    const started: number[] = [];
    const reasons: unknown[] = [];
    const handler = sqsHandler<number>(
      async (n, { signal }) => {
        started.push(n);
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        if (n === 1) throw new Error('no');
        await after(5);
      },
      { concurrency: 2 },
    );
    await expect(handler(sqsEvent([1, 2, 3, 4]), context)).rejects.toBe(fault);
    await after(20);
    expect(started).toEqual([1, 2]);
    // What was under way is told.
    expect(reasons).toEqual([fault, fault]);
  });

  it.each([
    ['processed', false],
    ['failed', true],
  ])('a hook that aborts it and throws is told of a %s message once', async (outcome, fail) => {
    const { context, log, abort } = invocation();
    const told: string[] = [];
    const handler = sqsHandler<{ fail: boolean }>(
      (body) => {
        if (body.fail) throw new Error('no');
        return body.fail === undefined ? after(50) : undefined;
      },
      {
        throwOnFullBatchFailure: false,
        hooks: {
          onMessageEnd({ message, outcome }) {
            told.push(`${message.messageId} ${outcome}`);
            if (told.length > 1) return;
            abort(new Error('over'));
            // From now on: that the hook failed can't be logged, either.
            log.error = () => {
              throw new Error('the disk is full');
            };
            throw new Error('no metrics');
          },
        },
      },
    );
    const { batchItemFailures } = await handler(sqsEvent([{ fail }, {}]), context);
    expect(told).toEqual([`message-1 ${outcome}`, 'message-2 unfinished']);
    const ids = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    expect(ids).toEqual(fail ? ['message-1', 'message-2'] : ['message-2']);
  });
});
