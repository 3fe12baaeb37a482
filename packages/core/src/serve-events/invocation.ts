import { refuseGenerator } from '../refuse-generator.js';
import { callbackError, type RunningInvocation } from './context.js';
import type { EventContext, EventHandler } from './event-context.js';
import { type ReplyRules, serializeReply } from './serialize-reply.js';

/** What an invocation came to: the reply's JSON, or why it failed. */
export type InvocationOutcome =
  | { readonly reply: string; readonly error?: undefined }
  | { readonly reply?: undefined; readonly error: unknown };

/**
 * Runs a handler on an event: event and context in, a checked reply or a failure out. It knows no
 * HTTP, so that any way in can use it.
 */
export function runInvocation(
  handler: EventHandler,
  event: unknown,
  invocation: RunningInvocation,
  rules: ReplyRules,
): Promise<InvocationOutcome> {
  const { context, onFail, late, end } = invocation;
  return new Promise((resolve) => {
    let ended = false;
    const finish = (outcome: InvocationOutcome) => {
      ended = true;
      end();
      resolve(outcome);
    };
    onFail((error) => {
      if (!ended) return finish({ error });
      // Such as a callback that comes when the reply has gone out.
      context.log.error({ err: error }, 'a failure came after the invocation had ended');
    });
    callHandler(handler, event, invocation).then(
      (value) => {
        const error = late();
        if (!ended) finish(error ? { error } : toOutcome(value, rules, context));
      },
      (error: unknown) => {
        if (!ended) return finish({ error });
        // A handler that is left running may still reject, in the middle of somebody else's invocation.
        context.log.error({ err: error }, 'a handler failed after its invocation had ended');
      },
    );
  });
}

// Not an async function, which would wrap the promise of the handler in another one.
function callHandler(
  handler: EventHandler,
  event: unknown,
  { context, fail }: RunningInvocation,
): Promise<unknown> {
  try {
    let calledBack = false;
    const callback = () => {
      calledBack = true;
      fail(callbackError());
    };
    const returned = handler(event, context, callback as never);
    // Such a handler has answered nothing yet: `undefined` would pass for a success.
    if (returned === undefined && handler.length > 2 && !calledBack) throw callbackError();
    refuseGenerator(returned);
    return Promise.resolve(returned);
  } catch (error) {
    return Promise.reject(error);
  }
}

function toOutcome(value: unknown, rules: ReplyRules, context: EventContext): InvocationOutcome {
  try {
    return { reply: serializeReply(value, rules, context) };
  } catch (error) {
    return { error };
  }
}
