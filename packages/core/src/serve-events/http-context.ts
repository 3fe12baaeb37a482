import type { IncomingHttpHeaders } from 'node:http';
import { alarmClock } from './alarm-clock.js';
import { startInvocation } from './context.js';
import { readContextHeader } from './context-header.js';
import type { EventContext } from './event-context.js';
import { openInvokeStore } from './invoke-store.js';
import { jsonLogger, type Logger } from './log.js';

/** Options of {@link httpContext}. */
export interface HttpContextOptions {
  /** A pino-like logger. @default JSON lines on stdout, in Lambda's own format */
  log?: Logger;
}

/**
 * Gives a plain HTTP handler behind the adapter the context of its invocation, and runs it where AWS
 * SDK calls carry the invocation's trace, request and tenant id.
 *
 * Outside Lambda the context has sensible values and no deadline.
 *
 * @param headers - the request's: Node's object or the `Headers` of fetch
 * @param next - what to run; its result is given back
 * @throws LwaBridgeError `ERR_CONTEXT_HEADER` when the adapter's header is there but can't be read
 *
 * @example
 * ```ts
 * import { httpContext } from 'lwa-bridge';
 *
 * const respond = (request: Request) =>
 *   httpContext(request.headers, async ({ awsRequestId }) => Response.json({ awsRequestId }));
 * ```
 */
export async function httpContext<Result>(
  headers: IncomingHttpHeaders | Headers,
  next: (context: EventContext) => Result | Promise<Result>,
  options: HttpContextOptions = {},
): Promise<Result> {
  // Told by what it can do: `Headers` may be of another package.
  const plain =
    typeof headers.entries === 'function'
      ? Object.fromEntries(headers as Headers)
      : (headers as IncomingHttpHeaders);
  const invocation = readContextHeader(plain, process.env);
  const runInStore = await openInvokeStore(process.env);
  const log = options.log ?? jsonLogger(process.env);
  const current = startInvocation(invocation, { log, signalMarginMs: 1000 }, alarmClock());
  try {
    return await runInStore(invocation, () => next(current.context));
  } finally {
    current.end();
  }
}
