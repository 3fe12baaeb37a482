import { LwaBridgeError } from '../errors.js';
import { refuseUnknownOptions } from '../refuse-unknown-options.js';
import type { SqsEvent } from '../sqs/message.js';
import { type BatchOutcome, batchOutcome, type InvocationOutcome } from './batch-outcome.js';
import { type InvokeOptions, type InvokeTarget, invokeWith, refuseNoTarget } from './invoke.js';
import { deliverOptionNames } from './option-names.js';
import { type SentMessage, standInSqs } from './stand-in-sqs.js';

/** Options of {@link deliver}. */
export interface DeliverOptions extends InvokeOptions {
  /** Whether the event source mapping has `ReportBatchItemFailures`. @default true */
  reportBatchItemFailures?: boolean;
}

/**
 * What became of a delivered batch.
 *
 * What a handler tells SQS beside its reply is not sent but told here, unless the handler has an
 * `sqsClient` of its own, or is a server's address.
 */
export interface Delivery extends BatchOutcome {
  /** The function error, where the invocation failed. */
  error?: unknown;
  /** Visibility timeouts that were set (`RetryAfterError`, `retryDelay`), in seconds, by message id. */
  visibilityTimeouts?: Record<string, number>;
  /** Messages that were sent, such as by `toDeadLetterQueue`. */
  sent?: readonly SentMessage[];
}

/**
 * Delivers a batch as the event source mapping for SQS would: invokes the function, and says which
 * messages the mapping then deletes and which come back.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for an event that is no batch, or a target that is none;
 * `ERR_MISSING_PEER` where the handler needs a package that is not installed (`@aws-sdk/client-sqs`, for what it
 * tells SQS): a deployed one would only log that
 *
 * @example
 * ```ts
 * import { RetryAfterError, sqsHandler } from 'lwa-bridge';
 * import { deliver, sqsEvent } from 'lwa-bridge/testing';
 *
 * const handler = sqsHandler(async (body: { ok: boolean }) => {
 *   if (!body.ok) throw new RetryAfterError('not yet', { seconds: 60 });
 * });
 * const event = sqsEvent([{ ok: true }, { ok: false }]);
 * const { deleted, returned, visibilityTimeouts } = await deliver(handler, event);
 * // deleted: ['message-1'], returned: ['message-2'], visibilityTimeouts: { 'message-2': 60 }
 * ```
 */
export async function deliver(
  target: InvokeTarget,
  event: SqsEvent,
  given: DeliverOptions = {},
): Promise<Delivery> {
  refuseUnknownOptions('deliver', given, deliverOptionNames);
  const { reportBatchItemFailures = true, ...options } = given;
  refuseNoBatch(event);
  refuseNoTarget(target);
  const sqs = standInSqs();
  const outcome = await settle(invokeWith(sqs, target, event, options));
  const missing = sqs.missingPeer.found();
  if (missing) throw missing;
  const visibilityTimeouts = event.Records.flatMap(({ messageId, receiptHandle }) => {
    const seconds = sqs.visibilityTimeouts.get(receiptHandle);
    return seconds === undefined ? [] : [[messageId, seconds] as const];
  });
  return {
    ...batchOutcome(event, outcome, { reportBatchItemFailures }),
    ...('error' in outcome && outcome),
    ...(visibilityTimeouts.length > 0 && {
      visibilityTimeouts: Object.fromEntries(visibilityTimeouts),
    }),
    ...(sqs.sent.length > 0 && { sent: sqs.sent }),
  };
}

function refuseNoBatch(event: Partial<SqsEvent>): void {
  if (Array.isArray(event?.Records)) return;
  const message = 'deliver: the event is no batch of SQS, such as sqsEvent([...]) makes';
  throw new LwaBridgeError('ERR_SETTINGS', message);
}

function settle(invocation: Promise<unknown>): Promise<InvocationOutcome> {
  return invocation.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
