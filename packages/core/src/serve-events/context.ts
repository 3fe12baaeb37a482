import { LwaBridgeError } from '../errors.js';
import type { Invocation } from './context-header.js';
import type { EventContext } from './event-context.js';
import { childLogger, type Logger } from './log.js';

/** An invocation under way: its context, and the strings by which the server holds it. */
export interface RunningInvocation {
  readonly context: EventContext;
  /** Rejects at the deadline, and when the invocation is failed from outside. */
  readonly failed: Promise<never>;
  /** Aborts the handler's `signal`. */
  abort(reason: Error): void;
  /** Fails the invocation whatever its handler still does. */
  fail(reason: Error): void;
  /** Stops the timers. To be called when the invocation has its outcome, so that no timer of it can
   * go off in a later one. */
  end(): void;
}

// The longest time that setTimeout takes.
const longest = 2 ** 31 - 1;

/** Builds an invocation's context and starts its timers. */
export function startInvocation(
  invocation: Invocation,
  { log, signalMarginMs }: { log: Logger; signalMarginMs: number },
): RunningInvocation {
  const { deadline, requestId } = invocation;
  const controller = new AbortController();
  const { promise: failed, reject } = rejectable();
  const timers: NodeJS.Timeout[] = [];

  if (deadline !== undefined) {
    const left = deadline - Date.now();
    const margin = Math.min(signalMarginMs, left / 2);
    const late = () => new LwaBridgeError('ERR_DEADLINE_EXCEEDED', deadlineMessage(invocation));
    timers.push(after(left - margin, () => controller.abort(late())));
    timers.push(after(left, () => reject(late())));
  }

  return {
    context: buildContext(invocation, controller.signal, childLogger(log, { requestId }), reject),
    failed,
    abort: (reason) => controller.abort(reason),
    fail: reject,
    end: () => timers.forEach(clearTimeout),
  };
}

function buildContext(
  invocation: Invocation,
  signal: AbortSignal,
  log: Logger,
  fail: (reason: Error) => void,
): EventContext {
  const { deadline, identity, clientContext, tenantId } = invocation;
  const refuse = () => fail(callbackError());
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: invocation.functionName,
    functionVersion: invocation.functionVersion,
    invokedFunctionArn: invocation.functionArn,
    memoryLimitInMB: invocation.memoryLimitInMB,
    awsRequestId: invocation.requestId,
    logGroupName: invocation.logGroupName,
    logStreamName: invocation.logStreamName,
    ...(identity && { identity }),
    ...(clientContext && { clientContext }),
    ...(tenantId !== undefined && { tenantId }),
    getRemainingTimeInMillis: () =>
      deadline === undefined ? longest : Math.max(0, deadline - Date.now()),
    done: refuse,
    fail: refuse,
    succeed: refuse,
    signal,
    log,
  };
}

/** What a handler gets that answers by a callback: it could finish after its invocation has. */
export function callbackError(): LwaBridgeError {
  return new LwaBridgeError(
    'ERR_CALLBACK_HANDLER',
    'the handler answers by callback (or context.done, .fail, .succeed): return a promise instead',
  );
}

function deadlineMessage({ requestId, functionName }: Invocation): string {
  return `${functionName} reached the deadline of invocation ${requestId}`;
}

function after(milliseconds: number, run: () => void): NodeJS.Timeout {
  return setTimeout(run, Math.min(Math.max(milliseconds, 0), longest));
}

function rejectable(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  // Nobody may be listening any more when it rejects; that is no unhandled rejection.
  promise.catch(() => {});
  return { promise, reject };
}
