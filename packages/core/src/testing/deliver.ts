import type { SqsEvent } from '../sqs/message.js';
import { type BatchOutcome, batchOutcome } from './batch-outcome.js';
import { type InvokeOptions, type InvokeTarget, invoke } from './invoke.js';

/** Options of {@link deliver}. */
export interface DeliverOptions extends InvokeOptions {
  /** Whether the event source mapping has `ReportBatchItemFailures`. @default true */
  reportBatchItemFailures?: boolean;
}

/** What became of a delivered batch. */
export interface Delivery extends BatchOutcome {
  /** The function error, where the invocation failed. */
  error?: unknown;
}

/**
 * Delivers a batch as the event source mapping for SQS would: invokes the function, and says which
 * messages the mapping then deletes and which come back.
 *
 * @example
 * ```ts
 * import { sqsHandler } from 'lwa-bridge';
 * import { deliver, sqsEvent } from 'lwa-bridge/testing';
 *
 * const handler = sqsHandler(async (body: { ok: boolean }) => {
 *   if (!body.ok) throw new Error('not ok');
 * });
 * const { deleted, returned } = await deliver(handler, sqsEvent([{ ok: true }, { ok: false }]));
 * // deleted: ['message-1'], returned: ['message-2']
 * ```
 */
export async function deliver(
  target: InvokeTarget,
  event: SqsEvent,
  { reportBatchItemFailures = true, ...options }: DeliverOptions = {},
): Promise<Delivery> {
  const mapping = { reportBatchItemFailures };
  let value: unknown;
  try {
    value = await invoke(target, event, options);
  } catch (error) {
    return { ...batchOutcome(event, { error }, mapping), error };
  }
  return batchOutcome(event, { value }, mapping);
}
