import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../api-env.js';

/** One line of the log per request, in the form that all lines of the library have. */
export const accessLog: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const started = performance.now();
  await next();
  const { method, url } = c.req;
  // As it was sent, but without the query.
  const path = new URL(url).pathname;
  const { status } = c.res;
  const ms = Math.round(performance.now() - started);
  const httpRequestId = c.get('requestId');
  // Who it was, not what they showed.
  const subject = c.get('caller')?.subject;
  c.get('context').log.info(
    { method, path, status, ms, httpRequestId, subject },
    'request answered',
  );
};
