import type { EventContext } from '../serve-events/event-context.js';
import type { FailedMessage } from './batch.js';
import type { MessageQueue } from './message.js';

/**
 * One line for each message that was under way when the time was up, one for all that were not begun then, one for
 * what is blocked of a message group, and one for the batch. What failed has had its line.
 */
export function logBatch(
  messages: number,
  failed: readonly FailedMessage[],
  queue: MessageQueue,
  { log }: EventContext,
): void {
  for (const { context, result } of failed) {
    if (result.outcome !== 'unfinished') continue;
    const { messageId, receiveCount } = context.message;
    log.warn({ messageId, receiveCount, err: result.error }, 'a message was not finished');
  }
  // There may be 10,000 of them.
  for (const [first, ...others] of notBegun(failed)) {
    const messageIds = [first, ...others.slice(0, 9)].map(
      ({ context }) => context.message.messageId,
    );
    const fields = { messages: 1 + others.length, messageIds, err: first.result.error };
    log.warn(fields, 'messages were not begun: they come back');
  }
  const counts = { messages, failed: failed.length };
  log.info({ queue: queue.name, ...counts }, 'batch done');
}

type Same = [FailedMessage, ...FailedMessage[]];

// Those of one kind, and of one message group where that is why.
function notBegun(failed: readonly FailedMessage[]): Iterable<Same> {
  const kinds = new Map<string, Same>();
  for (const message of failed) {
    const { context, result } = message;
    if (result.outcome !== 'not-started' && result.outcome !== 'blocked') continue;
    const kind = result.outcome === 'blocked' ? `group ${context.message.groupId}` : '';
    const same = kinds.get(kind);
    if (same) same.push(message);
    else kinds.set(kind, [message]);
  }
  return kinds.values();
}
