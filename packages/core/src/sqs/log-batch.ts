import type { EventContext } from '../serve-events/event-context.js';
import type { FailedMessage } from './batch.js';
import type { MessageQueue } from './message.js';

/** One line for each message that nobody has logged yet, since it did not come to an end; one for the batch. */
export function logBatch(
  messages: number,
  failed: readonly FailedMessage[],
  queue: MessageQueue,
  { log }: EventContext,
): void {
  for (const { context, result } of failed) {
    if (result.outcome === 'failed') continue;
    const { messageId, receiveCount } = context.message;
    log.warn(
      { messageId, receiveCount, err: result.error },
      'a message was not worked on to its end',
    );
  }
  const counts = { messages, failed: failed.length };
  log.info({ queue: queue.name, ...counts }, 'batch done');
}
