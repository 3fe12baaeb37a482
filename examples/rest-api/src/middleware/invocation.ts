import type { MiddlewareHandler } from 'hono';
import { httpContext } from 'lwa-bridge';
import type { ApiEnv } from '../api-env.js';

/**
 * Runs each request inside its Lambda invocation: `c.get('context')` is its context, and what the
 * AWS SDK sends from a route (a job's message, say) carries its trace.
 */
export const invocation: MiddlewareHandler<ApiEnv> = (c, next) =>
  httpContext(c.req.raw.headers, async (context) => {
    c.set('context', context);
    try {
      await next();
    } catch (thrown) {
      // Hono hands over only errors to `onError`; what else is thrown would be answered without a word.
      throw thrown instanceof Error ? thrown : new Error('no error was thrown', { cause: thrown });
    }
  });
