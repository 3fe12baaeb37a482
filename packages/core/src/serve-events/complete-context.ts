import type { EventContext } from './event-context.js';
import { childLogger, jsonLogger } from './log.js';
import { noDeadlineMs } from './no-deadline.js';

/**
 * A context with all that is needed of it. `serveEvents` gives such a one; where Lambda's own runtime
 * or a test calls a handler, there is no `signal` and no `log`, or nothing at all.
 */
export function completeContext(given: Partial<EventContext> | null | undefined): EventContext {
  if (given?.signal && given.log && given.getRemainingTimeInMillis) return given as EventContext;
  const awsRequestId = given?.awsRequestId ?? crypto.randomUUID();
  return {
    ...(given as EventContext),
    awsRequestId,
    functionName: given?.functionName ?? process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'local',
    getRemainingTimeInMillis: () => given?.getRemainingTimeInMillis?.() ?? noDeadlineMs,
    // A batch has a signal of its own, which goes by the deadline.
    signal: given?.signal ?? new AbortController().signal,
    log: given?.log ?? childLogger(jsonLogger(process.env), { requestId: awsRequestId }),
  };
}
