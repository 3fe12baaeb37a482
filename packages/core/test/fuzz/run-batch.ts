import fc from 'fast-check';
import { isLwaBridgeError } from '../../src/errors.js';
import type { EventContext } from '../../src/serve-events/event-context.js';
import type { SqsHooks } from '../../src/sqs/hooks.js';
import type { MessageContext, SqsBatchResponse, SqsEvent } from '../../src/sqs/message.js';
import type { SqsEventHandler, SqsHandlerOptions } from '../../src/sqs/sqs-handler.js';
import { type LogLine, recordedLog } from '../support/recorded-log.js';
import { acting, type Behaviour, behaviours, type Call } from './act.js';

/** What a batch is worked on with, beside the event. */
export interface BatchOptions {
  /** What is done with one call after the other. */
  readonly toDo: readonly Behaviour[];
  readonly concurrency: number;
  readonly throwOnFullBatchFailure: boolean;
  readonly reportBatchItemFailures: boolean;
  /** The two names are options, the other two functions that resolve and throw. */
  readonly onNonRetriable: 'redrive' | 'acknowledge' | 'resolve' | 'throw';
  /** With a delay for retries, and hooks, all of which throw. */
  readonly withExtras: boolean;
}

export const anyOptions: fc.Arbitrary<BatchOptions> = fc.record({
  toDo: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<Behaviour>('resolve', 'resolve later') },
      { weight: 1, arbitrary: fc.constantFrom(...behaviours) },
    ),
    { minLength: 1, maxLength: 6 },
  ),
  concurrency: fc.integer({ min: 1, max: 12 }),
  throwOnFullBatchFailure: fc.boolean(),
  reportBatchItemFailures: fc.boolean(),
  onNonRetriable: fc.constantFrom('redrive', 'acknowledge', 'resolve', 'throw'),
  withExtras: fc.boolean(),
});

/** A batch that was worked on. */
export interface FinishedBatch {
  readonly records: readonly object[];
  readonly calls: readonly Call[];
  readonly lines: readonly LogLine[];
  readonly ended: { readonly reply: SqsBatchResponse } | { readonly error: unknown };
  readonly ranOutOfTime: boolean;
  readonly options: BatchOptions;
}

/** Makes a handler of batches from a function for one message, as `sqsHandler` does. */
export type MakeHandler = (
  act: (value: unknown, context: MessageContext) => unknown,
  options: SqsHandlerOptions,
) => SqsEventHandler;

/** Has a handler work on an event; `undefined` where it refuses it as none of SQS. */
export async function runBatch(
  makeHandler: MakeHandler,
  event: unknown,
  options: BatchOptions,
): Promise<FinishedBatch | undefined> {
  const { toDo, onNonRetriable, withExtras, ...rest } = options;
  const stop = new AbortController();
  const log = recordedLog();
  const { act, calls } = acting(toDo, stop);
  const handler = makeHandler(act, {
    ...rest,
    ...(withExtras && { hooks: throwingHooks, retryDelay: () => calls.length }),
    onNonRetriable: functions[onNonRetriable] ?? (onNonRetriable as 'redrive'),
    // Every second visibility timeout can't be set.
    sqsClient: { send: async () => calls.length % 2 || Promise.reject(new Error('no')) },
  });
  const context = {
    signal: stop.signal,
    log,
    getRemainingTimeInMillis: () => 30_000,
  } as unknown as EventContext;

  const ended = await handler(event as SqsEvent, context).then(
    (reply) => ({ reply }),
    (error: unknown) => ({ error }),
  );
  const isRefused =
    'error' in ended &&
    isLwaBridgeError(ended.error) &&
    ended.error.code === 'ERR_NOT_AN_SQS_EVENT';
  if (isRefused && !isOfSqs(event) && calls.length === 0) return undefined;
  const { Records: records } = event as { Records: object[] };
  const { aborted: ranOutOfTime } = stop.signal;
  return { records, calls, lines: log.lines, ended, ranOutOfTime, options };
}

const fail = () => {
  throw new Error('asked to');
};

const functions: Partial<Record<BatchOptions['onNonRetriable'], () => void>> = {
  resolve: () => {},
  throw: fail,
};

const throwingHooks: SqsHooks = {
  onBatchStart: fail,
  onMessageStart: fail,
  onMessageEnd: () => Promise.reject(new Error('asked to')),
  onBatchEnd: fail,
};

function isOfSqs(event: unknown): boolean {
  const { Records } = (event ?? {}) as { Records?: unknown };
  return (
    Array.isArray(Records) &&
    Records.every(
      (record) => (record as { eventSource?: unknown } | null)?.eventSource === 'aws:sqs',
    )
  );
}
