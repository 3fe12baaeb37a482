/** How an invocation ended: with the value that Lambda saw, or with the function error. */
export type InvocationOutcome = { readonly value: unknown } | { readonly error: unknown };

/** What becomes of the messages of one batch, by message id. */
export interface BatchOutcome {
  /** These are deleted from the queue. */
  deleted: string[];
  /** These come back after their visibility timeout. */
  returned: string[];
  /** Why, where the reply does not simply list what failed; names replies that lose messages. */
  reason?: string;
}

/** Options of {@link batchOutcome}. */
export interface BatchOutcomeOptions {
  /** `FunctionResponseTypes: [ReportBatchItemFailures]` of the event source mapping. */
  reportBatchItemFailures: boolean;
}

/**
 * Decides as Lambda's event source mapping for SQS does which messages of a batch are deleted and
 * which come back.
 *
 * - A function error: all come back.
 * - Without `ReportBatchItemFailures` the reply is ignored: all are deleted.
 * - With it, the messages listed in `batchItemFailures` come back. An empty or `null` reply or list
 *   means that all succeeded; a list Lambda cannot read (an empty, `null` or unknown
 *   `itemIdentifier`, another key, another type) means that all failed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 *
 * @example
 * ```ts
 * import { batchOutcome } from 'lwa-bridge/testing';
 *
 * const event = { Records: [{ messageId: 'a' }, { messageId: 'b' }] };
 * const reply = { batchItemFailures: [{ itemIdentifier: 'b' }] };
 * batchOutcome(event, { value: reply }, { reportBatchItemFailures: true });
 * // { deleted: ['a'], returned: ['b'] }
 * ```
 */
export function batchOutcome(
  event: { readonly Records: readonly { readonly messageId: string }[] },
  outcome: InvocationOutcome,
  { reportBatchItemFailures }: BatchOutcomeOptions,
): BatchOutcome {
  const ids = event.Records.map(({ messageId }) => messageId);
  if ('error' in outcome) {
    return { deleted: [], returned: ids, reason: 'the invocation failed' };
  }

  if (!reportBatchItemFailures) {
    const ignored =
      'ReportBatchItemFailures is off, so the batchItemFailures of the reply are ignored';
    const lists = isObject(outcome.value) && isFilled(outcome.value.batchItemFailures);
    return { deleted: ids, returned: [], ...(lists && { reason: ignored }) };
  }

  const failures = readFailures(outcome.value, new Set(ids));
  if ('unreadable' in failures) {
    return { deleted: [], returned: ids, reason: failures.unreadable };
  }
  return {
    deleted: ids.filter((id) => !failures.ids.has(id)),
    returned: ids.filter((id) => failures.ids.has(id)),
    ...(failures.remark && { reason: failures.remark }),
  };
}

type Failures =
  | { readonly ids: ReadonlySet<string>; readonly remark?: string }
  | { readonly unreadable: string };

function readFailures(reply: unknown, known: ReadonlySet<string>): Failures {
  if (reply === undefined || reply === null || reply === '') return { ids: new Set() };
  if (!isObject(reply)) {
    return { unreadable: `the reply is not an object but ${describe(reply)}` };
  }

  const list = reply.batchItemFailures;
  if (list === undefined || list === null) {
    const keys = Object.keys(reply).filter((key) => key !== 'batchItemFailures');
    if (keys.length === 0) return { ids: new Set() };
    // Lambda ignores the keys it does not know, so what they meant to say is lost.
    const remark = `the reply has no batchItemFailures, only ${keys.join(', ')}: all messages count as done`;
    return { ids: new Set(), remark };
  }
  if (!Array.isArray(list)) {
    return { unreadable: `batchItemFailures is not a list but ${describe(list)}` };
  }

  const ids = new Set<string>();
  for (const [index, failure] of list.entries()) {
    const id: unknown = isObject(failure) ? failure.itemIdentifier : undefined;
    const where = `batchItemFailures[${index}]`;
    if (id === undefined)
      return { unreadable: `${where} has no itemIdentifier: ${describe(failure)}` };
    if (typeof id !== 'string' || id === '') {
      return { unreadable: `${where}.itemIdentifier is not a message id but ${describe(id)}` };
    }
    if (!known.has(id)) {
      return { unreadable: `${where}.itemIdentifier is not of this batch: ${describe(id)}` };
    }
    ids.add(id);
  }
  return { ids };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
