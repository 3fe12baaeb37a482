import { unfailingLogger } from '../serve-events/log.js';
import type { BatchStart, SqsHooks } from './hooks.js';
import type { MessageContext } from './message.js';
import { isDeleted, type MessageOutcome, type MessageResult } from './outcome.js';

/** Tells the hooks of one batch. */
export interface BatchObserver {
  messageStart(context: MessageContext): void;
  messageEnd(context: MessageContext, result: MessageResult): void;
  /** Gives the reply, or throws as it does. */
  batchEnd<Reply>(reply: () => Reply): Reply;
}

/** Begins to tell these hooks of a batch. Whatever they do, nothing of it comes back to the batch. */
export function observeBatch(hooks: SqsHooks, batch: BatchStart): BatchObserver {
  const log = unfailingLogger(batch.context.log);
  const batchStartedAt = performance.now();
  const startedAt = new Map<MessageContext, number>();
  const outcomes: Record<MessageOutcome, number> = {
    processed: 0,
    discarded: 0,
    failed: 0,
    blocked: 0,
    unfinished: 0,
    'not-started': 0,
  };
  let failed = 0;

  const tell = <Name extends keyof SqsHooks>(name: Name, what: HookArgument<Name>) => {
    const report = (error: unknown) => log.error({ hook: name, err: error }, 'a hook failed');
    try {
      const hook = hooks[name] as ((what: HookArgument<Name>) => unknown) | undefined;
      const returned = hook?.call(hooks, what);
      Promise.resolve(returned).catch(report);
    } catch (error) {
      report(error);
    }
  };

  tell('onBatchStart', batch);
  return {
    messageStart(messageContext) {
      startedAt.set(messageContext, performance.now());
      tell('onMessageStart', { message: messageContext.message, context: messageContext });
    },
    messageEnd(messageContext, { outcome, error }) {
      outcomes[outcome] += 1;
      if (!isDeleted(outcome)) failed += 1;
      const now = performance.now();
      const durationMs = now - (startedAt.get(messageContext) ?? now);
      startedAt.delete(messageContext);
      const { message } = messageContext;
      tell('onMessageEnd', { message, context: messageContext, outcome, durationMs, error });
    },
    batchEnd(reply) {
      const end = (error?: unknown) => {
        const durationMs = performance.now() - batchStartedAt;
        tell('onBatchEnd', { ...batch, durationMs, outcomes, failed, error });
      };
      try {
        const made = reply();
        end();
        return made;
      } catch (error) {
        end(error);
        throw error;
      }
    },
  };
}

type HookArgument<Name extends keyof SqsHooks> = Parameters<NonNullable<SqsHooks[Name]>>[0];
