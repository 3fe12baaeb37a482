import type { MiddlewareHandler } from 'hono';
import { type EventContext, httpContext } from 'lwa-bridge';

/** What routes find in `c.get(...)`. */
export interface InvocationEnv {
  Variables: { context: EventContext };
}

/**
 * Runs each request inside its Lambda invocation: `c.get('context')` is its context, and what the
 * AWS SDK sends from a route (a job's message, say) carries its trace.
 */
export const invocation: MiddlewareHandler<InvocationEnv> = (c, next) =>
  httpContext(c.req.raw.headers, (context) => {
    c.set('context', context);
    return next();
  });
