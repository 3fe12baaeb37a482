import type { IncomingMessage, ServerResponse } from 'node:http';
import { LwaBridgeError } from '../errors.js';
import type { SetAlarm } from './alarm-clock.js';
import { type RunningInvocation, startInvocation } from './context.js';
import { readContextHeader } from './context-header.js';
import type { EventHandler } from './event-context.js';
import { isFromAdapter } from './event-route.js';
import { failInvocation } from './fail-invocation.js';
import { type InvocationOutcome, runInvocation } from './invocation.js';
import type { RunInStore } from './invoke-store.js';
import { childLogger, type Logger } from './log.js';
import { readEvent } from './read-event.js';
import type { Settings } from './settings.js';
import { writeReply } from './write-reply.js';

/** What all events of one server share. */
export interface EventServing {
  readonly handler: EventHandler;
  readonly settings: Settings;
  readonly store: Promise<RunInStore>;
  readonly setAlarm: SetAlarm;
  /** Aborted when the server shuts down: what has not been read by then is not begun. */
  readonly closing: AbortController;
  /** The invocations under way, each with the promise of its outcome. */
  readonly running: Map<RunningInvocation, Promise<InvocationOutcome>>;
}

/** The way of one event: read, given a context, handled, answered; or the invocation fails. */
export async function answerEvent(
  request: IncomingMessage,
  response: ServerResponse,
  { handler, settings, store, setAlarm, closing, running }: EventServing,
): Promise<void> {
  try {
    const invocation = readContextHeader(request.headers, process.env);
    const runInStore = await store;
    const event = await readEvent(request, settings.maxEventBytes);
    closing.signal.throwIfAborted();
    const current = startInvocation(invocation, settings, setAlarm);
    const outcome = runInStore(invocation, () => runInvocation(handler, event, current, settings));
    running.set(current, outcome);
    response.on('close', () => running.has(current) && failHungUp(current));
    const { reply, error } = await outcome;
    running.delete(current);
    if (reply !== undefined) writeReply(response, reply);
    else failEvent(request, response, error, settings, current.context.log);
  } catch (error) {
    failEvent(request, response, error, settings);
  }
}

/** Fails the invocation of a request, in the way that the adapter's settings ask for. */
export function failEvent(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  settings: Settings,
  log: Logger = requestLog(request, settings),
): void {
  const closeConnection = isFromAdapter(request) && !settings.adapterFailsOn500;
  failInvocation(response, error, { closeConnection });
  log.error({ err: error }, 'the invocation failed');
}

// What fails before it has a context is logged with its request id too, where that can be read.
function requestLog(request: IncomingMessage, { log }: Settings): Logger {
  if (!isFromAdapter(request)) return log;
  try {
    const { requestId } = readContextHeader(request.headers, process.env);
    return childLogger(log, { requestId });
  } catch {
    return log;
  }
}

function failHungUp(current: RunningInvocation): void {
  const error = new LwaBridgeError('ERR_CLIENT_GONE', 'the caller hung up before the reply');
  current.abort(error);
  current.fail(error);
}
