import { describe, expect, it } from 'vitest';
import { NonRetriableError } from '../../src/errors.js';
import type { SqsHooks } from '../../src/sqs/hooks.js';
import { type SqsHandlerOptions, sqsHandler } from '../../src/sqs/sqs-handler.js';
import { deliver, sqsEvent } from '../../src/testing/index.js';
import { recordedLog } from '../support/recorded-log.js';
import { after, never } from '../support/wait.js';
import { emfMetrics } from './examples/emf-metrics.js';
import { invocation } from './support/invocation.js';

type Body = { do?: 'fail' | 'give up' | 'hang'; ms?: number };
type Told = [hook: string, what: Record<string, unknown>];

/** Hooks that keep what they are told. */
function recordingHooks(): { hooks: SqsHooks; told: Told[]; of(hook: string): Told[1][] } {
  const told: Told[] = [];
  const keep = (hook: string) => (what: object) => void told.push([hook, { ...what }]);
  const hooks: SqsHooks = {
    onBatchStart: keep('batch start'),
    onMessageStart: keep('start'),
    onMessageEnd: keep('end'),
    onBatchEnd: keep('batch end'),
  };
  return {
    hooks,
    told,
    of: (hook) => told.filter(([name]) => name === hook).map(([, what]) => what),
  };
}

const work = (options: SqsHandlerOptions<Body>) =>
  sqsHandler<Body>(async (body) => {
    await after(body.ms ?? 0);
    if (body.do === 'fail') throw new Error('no');
    if (body.do === 'give up') throw new NonRetriableError('never');
    if (body.do === 'hang') await never();
  }, options);

describe('hooks', () => {
  it('are told of the batch and of each message, in this order', async () => {
    const { hooks, told } = recordingHooks();
    const event = sqsEvent([{}, { do: 'fail' }], { queueName: 'orders', receiveCount: 3 });
    await deliver(work({ hooks, concurrency: 1 }), event, { log: recordedLog() });
    const error = expect.objectContaining({ message: 'no' });
    const durationMs = expect.any(Number);
    const message = (n: number) =>
      expect.objectContaining({ messageId: `message-${n}`, receiveCount: 3 });
    const context = expect.objectContaining({ awsRequestId: expect.any(String) });
    const batch = { queue: expect.objectContaining({ name: 'orders' }), messages: 2, context };
    expect(told).toEqual([
      ['batch start', batch],
      ['start', { message: message(1), context }],
      ['end', { message: message(1), context, outcome: 'processed', durationMs, error: undefined }],
      ['start', { message: message(2), context }],
      ['end', { message: message(2), context, outcome: 'failed', durationMs, error }],
      [
        'batch end',
        {
          ...batch,
          durationMs,
          failed: 1,
          error: undefined,
          outcomes: {
            processed: 1,
            discarded: 0,
            failed: 1,
            blocked: 0,
            unfinished: 0,
            'not-started': 0,
          },
        },
      ],
    ]);
  });

  it('are told of every message once, also of those that were given up, blocked or cut', async () => {
    const { hooks, of } = recordingHooks();
    const bodies: Body[] = [{}, { do: 'give up' }, { do: 'fail' }, {}, { do: 'hang' }, {}];
    const groups = ['a', 'b', 'c', 'c', 'd', 'd'];
    const event = sqsEvent(bodies, {
      queueName: 'orders.fifo',
      groupId: (_body, index) => groups[index] ?? '',
    });
    const handler = work({ hooks, onNonRetriable: 'acknowledge' });
    await deliver(handler, event, { log: recordedLog(), timeoutMs: 600 });
    const outcomes = Object.fromEntries(
      of('end').map(({ message, outcome }) => [
        (message as { messageId: string }).messageId,
        outcome,
      ]),
    );
    expect(outcomes).toEqual({
      'message-1': 'processed',
      'message-2': 'discarded',
      'message-3': 'failed',
      'message-4': 'blocked',
      'message-5': 'unfinished',
      'message-6': 'not-started',
    });
    expect(of('end')).toHaveLength(6);
    expect(of('start')).toHaveLength(4);
    expect(of('batch end')).toMatchObject([{ failed: 4, outcomes: { processed: 1, blocked: 1 } }]);
    for (const { outcome, durationMs } of of('end')) {
      if (outcome === 'blocked' || outcome === 'not-started') expect(durationMs).toBe(0);
      else expect(durationMs).toBeGreaterThan(0);
    }
  });

  it('are told how long it took', async () => {
    const { hooks, of } = recordingHooks();
    await deliver(work({ hooks }), sqsEvent([{ ms: 40 }]), { log: recordedLog() });
    expect(of('end')[0]?.durationMs).toBeGreaterThan(35);
    expect(of('batch end')[0]?.durationMs).toBeGreaterThan(35);
  });

  it('are told that the invocation fails', async () => {
    const { hooks, of } = recordingHooks();
    await deliver(work({ hooks }), sqsEvent([{ do: 'fail' }]), { log: recordedLog() });
    expect(of('batch end')).toMatchObject([{ failed: 1, error: { code: 'ERR_BATCH_FAILED' } }]);
  });

  it('are told of an empty batch', async () => {
    const { hooks, told } = recordingHooks();
    await work({ hooks })({ Records: [] }, invocation().context);
    expect(told.map(([hook]) => hook)).toEqual(['batch start', 'batch end']);
    expect(told[0]?.[1]).toMatchObject({ messages: 0, queue: { name: '', fifo: false } });
  });

  it('may be methods', async () => {
    class Counter implements SqsHooks {
      count = 0;
      onMessageEnd() {
        this.count += 1;
      }
    }
    const hooks = new Counter();
    await deliver(work({ hooks }), sqsEvent([{}, {}]), { log: recordedLog() });
    expect(hooks.count).toBe(2);
  });

  it.each<[string, () => unknown]>([
    [
      'throw',
      () => {
        throw new Error('the sink is full');
      },
    ],
    ['reject', () => Promise.reject(new Error('the sink is full'))],
  ])('that %s change nothing, and are logged', async (_how, failing) => {
    const log = recordedLog();
    const hooks: SqsHooks = {
      onBatchStart: failing,
      onMessageStart: failing,
      onMessageEnd: failing,
      onBatchEnd: failing,
    };
    const outcome = await deliver(work({ hooks }), sqsEvent([{}, { do: 'fail' }]), { log });
    expect(outcome).toMatchObject({ deleted: ['message-1'], returned: ['message-2'] });
    const lines = log.lines.filter(({ hook }) => hook !== undefined);
    expect(lines.map(({ hook }) => hook).sort()).toEqual([
      'onBatchEnd',
      'onBatchStart',
      'onMessageEnd',
      'onMessageEnd',
      'onMessageStart',
      'onMessageStart',
    ]);
  });

  it('that reject end no process, also with a logger that throws', async () => {
    const { context, log } = invocation();
    let logged = 0;
    log.error = () => {
      logged += 1;
      throw new Error('the disk is full');
    };
    const hooks: SqsHooks = { onMessageEnd: () => Promise.reject(new Error('the sink is full')) };
    const reply = await sqsHandler(() => {}, { hooks })(sqsEvent([{}]), context);
    expect(reply).toEqual({ batchItemFailures: [] });
    // An unhandled rejection fails the run.
    await expect.poll(() => logged).toBe(1);
  });

  it('are not waited for', async () => {
    const hooks: SqsHooks = { onMessageEnd: () => never(), onBatchEnd: () => never() };
    const { deleted } = await deliver(work({ hooks }), sqsEvent([{}]), { log: recordedLog() });
    expect(deleted).toEqual(['message-1']);
  });
});

it('the example of the docs writes the embedded metric format of CloudWatch', async () => {
  const lines: string[] = [];
  const handler = work({ hooks: emfMetrics((line) => lines.push(line)) });
  const event = sqsEvent([{}, { do: 'fail' }], { queueName: 'orders' });
  await deliver(handler, event, { log: recordedLog() });
  const metrics = lines.map((line) => JSON.parse(line));
  expect(metrics).toHaveLength(3);
  expect(metrics.at(-1)).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'Orders',
          Dimensions: [['Queue']],
          Metrics: [
            { Name: 'Messages', Unit: 'Count' },
            { Name: 'Failed', Unit: 'Count' },
          ],
        },
      ],
    },
    Queue: 'orders',
    Messages: 2,
    Failed: 1,
  });
  expect(metrics[0]).toMatchObject({ Queue: 'orders', MessageDuration: expect.any(Number) });
});
