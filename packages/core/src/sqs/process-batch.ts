import { LwaBridgeError } from '../errors.js';
import { toLanes } from './fifo-groups.js';
import type { MessageContext } from './message.js';
import type { MessageOutcome } from './process-message.js';

/** A message that did not succeed, and why. */
export interface FailedMessage {
  readonly context: MessageContext;
  readonly error: unknown;
}

/** What a batch is worked on with. */
export interface BatchProcessing {
  /** Lanes at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly process: (context: MessageContext) => Promise<MessageOutcome>;
}

/**
 * Works on a batch and gives the messages that failed. A message without a recorded success has failed:
 * also one that was not started, or not finished, when `signal` was aborted.
 */
export async function processBatch(
  contexts: readonly MessageContext[],
  { concurrency, signal, process }: BatchProcessing,
): Promise<FailedMessage[]> {
  const outcomes = new Map<MessageContext, MessageOutcome>();
  const lanes = toLanes(contexts).values();

  const work = async () => {
    for (const lane of lanes) {
      for (const context of lane) {
        if (signal.aborted) return;
        const outcome = await process(context);
        if (signal.aborted) return;
        outcomes.set(context, outcome);
        // The rest of a message group must not overtake the one that failed.
        if (!outcome.done) break;
      }
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, contexts.length) }, work);
  await untilAborted(Promise.all(workers), signal);

  return contexts.flatMap((context) => {
    const outcome = outcomes.get(context) ?? { done: false, error: notDone(context, signal) };
    return outcome.done ? [] : [{ context, error: outcome.error }];
  });
}

function notDone({ message }: MessageContext, { aborted, reason }: AbortSignal): LwaBridgeError {
  if (!aborted) {
    const text = `an earlier message of group ${message.groupId} failed`;
    return new LwaBridgeError('ERR_GROUP_BLOCKED', text);
  }
  const text = 'not finished when the time was up';
  return new LwaBridgeError('ERR_NOT_FINISHED', text, { cause: reason });
}

function untilAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
