import { setMaxListeners } from 'node:events';
import { LwaBridgeError } from '../errors.js';
import type { SetAlarm } from './alarm-clock.js';
import type { Invocation } from './context-header.js';
import type { EventContext } from './event-context.js';
import { childLogger, type Logger } from './log.js';
import { noDeadlineMs } from './no-deadline.js';

/** An invocation under way: its context, and the strings by which the server holds it. */
export interface RunningInvocation {
  readonly context: EventContext;
  /** Aborts the handler's `signal`. */
  abort(reason: Error): void;
  /** Fails the invocation, whatever its handler still does. */
  fail(reason: Error): void;
  /** Calls back when the invocation is failed from outside: past the deadline, at a hang-up. */
  onFail(listener: (reason: Error) => void): void;
  /** Why a reply would come too late; `undefined` while there is time. */
  late(): Error | undefined;
  /** Takes the alarm back, so that it can't go off in a later invocation. */
  end(): void;
}

// Lambda's own timeout must come first: it ends the sandbox, and with it the handler that is still at
// work. An answer of ours just before would leave it running beside the next event.
const graceMs = 500;

/** Builds an invocation's context and sets the alarm for its deadline. */
export function startInvocation(
  invocation: Invocation,
  { log, signalMarginMs }: { log: Logger; signalMarginMs: number },
  setAlarm: SetAlarm,
): RunningInvocation {
  const { deadline, requestId } = invocation;
  const controller = new AbortController();
  // A handler may pass it to many calls at once: no leak, of which Node 20 would warn.
  setMaxListeners(0, controller.signal);
  let onFail = (_reason: Error) => {};
  const fail = (reason: Error) => onFail(reason);
  let takeBack = () => {};

  if (deadline !== undefined) {
    const left = Math.max(0, deadline - Date.now());
    const margin = Math.min(signalMarginMs, left / 2);
    takeBack = setAlarm(left - margin, () => {
      controller.abort(deadlineError(invocation));
      takeBack = setAlarm(margin + graceMs, () => fail(deadlineError(invocation)));
    });
  }

  return {
    context: buildContext(invocation, {
      signal: controller.signal,
      log: childLogger(log, { requestId }),
      fail,
    }),
    abort: (reason) => controller.abort(reason),
    fail,
    onFail: (listener) => {
      onFail = listener;
    },
    late: () =>
      deadline !== undefined && Date.now() > deadline ? deadlineError(invocation) : undefined,
    end: () => takeBack(),
  };
}

function buildContext(
  invocation: Invocation,
  { signal, log, fail }: { signal: AbortSignal; log: Logger; fail: (reason: Error) => void },
): EventContext {
  const { deadline } = invocation;
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
    identity: invocation.identity,
    clientContext: invocation.clientContext,
    tenantId: invocation.tenantId,
    getRemainingTimeInMillis: () =>
      deadline === undefined ? noDeadlineMs : Math.max(0, deadline - Date.now()),
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

function deadlineError({ requestId, functionName }: Invocation): LwaBridgeError {
  const message = `${functionName} reached the deadline of invocation ${requestId}`;
  return new LwaBridgeError('ERR_DEADLINE_EXCEEDED', message);
}
