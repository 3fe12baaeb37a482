import { LwaBridgeError } from '../errors.js';
import type { FailedMessage } from './batch.js';
import type { SqsBatchResponse } from './message.js';

/** How failures are told to the event source mapping. */
export interface BatchReplyOptions {
  readonly batchSize: number;
  readonly throwOnFullBatchFailure: boolean;
  readonly reportBatchItemFailures: boolean;
}

/**
 * The reply for a batch: each failed message once, by its id.
 *
 * @throws LwaBridgeError `ERR_UNIDENTIFIED_FAILURE` when a failed message has no id to report it by,
 * `ERR_BATCH_FAILED` when the batch is to fail as a whole
 */
export function batchReply(
  failed: readonly FailedMessage[],
  { batchSize, throwOnFullBatchFailure, reportBatchItemFailures }: BatchReplyOptions,
): SqsBatchResponse {
  const unidentified = failed.find(({ context }) => context.message.messageId === '');
  if (unidentified) {
    throw batchError(
      'ERR_UNIDENTIFIED_FAILURE',
      'a message without a messageId failed',
      unidentified.result.error,
    );
  }
  const [first] = failed;
  const isFullFailure = throwOnFullBatchFailure && failed.length === batchSize;
  if (first && (isFullFailure || !reportBatchItemFailures)) {
    const text = `${failed.length} of ${batchSize} messages failed, the first`;
    throw batchError('ERR_BATCH_FAILED', text, first.result.error);
  }
  const ids = new Set(failed.map(({ context }) => context.message.messageId));
  return { batchItemFailures: [...ids].map((itemIdentifier) => ({ itemIdentifier })) };
}

function batchError(
  code: 'ERR_UNIDENTIFIED_FAILURE' | 'ERR_BATCH_FAILED',
  text: string,
  cause: unknown,
): LwaBridgeError {
  return new LwaBridgeError(code, `${text}: ${describe(cause)}`, { cause });
}

// Not every object can be made a text.
function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  return thrown instanceof Error ? String(thrown.message) : 'an object was thrown';
}
