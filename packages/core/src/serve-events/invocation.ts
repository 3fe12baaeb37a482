import { callbackError, type RunningInvocation } from './context.js';
import type { EventHandler } from './event-context.js';
import { type SerializeReplyOptions, serializeReply } from './serialize-reply.js';

/** What an invocation came to: the reply's JSON, or why it failed. */
export type InvocationOutcome =
  | { readonly reply: string; readonly error?: undefined }
  | { readonly reply?: undefined; readonly error: unknown };

/**
 * Runs a handler on an event: event and context in, a checked reply or a failure out. It knows no
 * HTTP, so that any way in can use it.
 */
export async function runInvocation(
  handler: EventHandler,
  event: unknown,
  invocation: RunningInvocation,
  options: SerializeReplyOptions,
): Promise<InvocationOutcome> {
  const work = callHandler(handler, event, invocation);
  try {
    const value = await Promise.race([work, invocation.failed]);
    return { reply: serializeReply(value, options) };
  } catch (error) {
    watchLeftover(work, error, invocation);
    return { error };
  } finally {
    invocation.end();
  }
}

async function callHandler(
  handler: EventHandler,
  event: unknown,
  { context, fail }: RunningInvocation,
): Promise<unknown> {
  const callback = () => fail(callbackError());
  const returned = handler(event, context, callback as never);
  // Such a handler has answered nothing yet: `undefined` would pass for a success.
  if (returned === undefined && handler.length > 2) throw callbackError();
  return returned;
}

// A handler that is left running may still reject, in the middle of somebody else's invocation.
function watchLeftover(
  work: Promise<unknown>,
  error: unknown,
  { context }: RunningInvocation,
): void {
  work.catch((later: unknown) => {
    if (later === error) return;
    context.log.error({ error: later }, 'a handler failed after its invocation had ended');
  });
}
