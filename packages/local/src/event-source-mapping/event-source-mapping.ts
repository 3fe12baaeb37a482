import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { batchOutcome, type InvocationOutcome } from 'lwa-bridge/testing';
import type { LambdaFunction } from '../adapter/lambda-function.js';
import type { OnLocalEvent } from '../local-event.js';
import type { Queue } from '../resources/queues.js';
import { deleteMessages } from './delete-messages.js';
import { type EventSourceSettings, readEventSourceSettings } from './mapping-settings.js';
import { receiveBatch, splitBySize } from './receive-batch.js';
import { toSqsEvent } from './sqs-event.js';

/** Options of {@link startEventSourceMapping}. */
export interface EventSourceMappingOptions extends EventSourceSettings {
  queue: Pick<Queue, 'name' | 'url' | 'arn'>;
  function: Pick<LambdaFunction, 'name' | 'invoke'>;
  sqs: SQSClient;
  onEvent?: OnLocalEvent | undefined;
}

/** A queue that is being read for a function. */
export interface EventSourceMapping {
  /** Receives nothing more, and waits for the batches on their way. */
  close(): Promise<void>;
}

const pauseAfterErrorMs = 1000;

/**
 * Reads a queue and invokes a function with its messages, as Lambda's event source mapping does: what
 * succeeded is deleted, what failed comes back after its visibility timeout, and goes to the
 * dead-letter queue when the queue's redrive policy says so.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` for settings that AWS refuses.
 */
export function startEventSourceMapping(options: EventSourceMappingOptions): EventSourceMapping {
  const { queue, function: target, sqs, onEvent } = options;
  const settings = readEventSourceSettings(queue, options);
  const isFifo = queue.name.endsWith('.fifo');
  const names = { queue: queue.name, function: target.name };
  const closing = new AbortController();

  const poll = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      let messages: Message[] = [];
      try {
        messages = await receiveBatch(sqs, queue.url, settings, closing.signal);
      } catch (error) {
        onEvent?.({ type: 'queue-failed', queue: queue.name, action: 'receive', error });
        await sleep(pauseAfterErrorMs, undefined, { signal: closing.signal }).catch(() => {});
      }
      await deliverParts(messages);
    }
  };

  const deliverParts = async (messages: readonly Message[]): Promise<void> => {
    const blockedGroups = new Set<string | undefined>();
    for (const part of splitBySize(messages)) {
      const batch = part.filter((message) => !blockedGroups.has(groupOf(message)));
      if (batch.length === 0) continue;
      const returned = await deliver(batch);
      // The next part must not overtake what comes back of the same group.
      if (!isFifo) continue;
      for (const message of batch) {
        if (returned.includes(message.MessageId ?? '')) blockedGroups.add(groupOf(message));
      }
    }
  };

  const deliver = async (messages: readonly Message[]): Promise<readonly string[]> => {
    const event = toSqsEvent(messages, queue);
    const messageIds = event.Records.map(({ messageId }) => messageId);
    onEvent?.({ type: 'batch-started', ...names, messageIds });

    const started = performance.now();
    const outcome = await target.invoke(event).then(
      (value): InvocationOutcome => ({ value }),
      (error: unknown): InvocationOutcome => ({ error }),
    );
    const decision = batchOutcome(event, outcome, settings);
    const done = new Set(decision.deleted);
    const handles = event.Records.filter(({ messageId }) => done.has(messageId));
    try {
      const receiptHandles = handles.map(({ receiptHandle }) => receiptHandle);
      await deleteMessages(sqs, queue.url, receiptHandles);
    } catch (error) {
      onEvent?.({ type: 'queue-failed', queue: queue.name, action: 'delete', error });
    }
    const ms = Math.round(performance.now() - started);
    onEvent?.({ type: 'batch-ended', ...names, ms, ...decision, ...errorOf(outcome) });
    return decision.returned;
  };

  const pollers = Array.from({ length: settings.maximumConcurrency }, poll);
  return {
    async close() {
      closing.abort();
      await Promise.all(pollers);
    },
  };
}

function groupOf({ Attributes }: Message): string | undefined {
  return Attributes?.MessageGroupId;
}

function errorOf(outcome: InvocationOutcome): { error?: unknown } {
  return 'error' in outcome ? { error: outcome.error } : {};
}
