import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from '../api-env.js';

/**
 * Gives each request an id, which its answer, its problem and its line in the access log have: the caller's
 * `X-Request-Id`, else the id of the invocation.
 */
export const requestId: MiddlewareHandler<ApiEnv> = (c, next) => {
  const sent = c.req.header('X-Request-Id') ?? '';
  // Nothing that could pass for more than an id, in the log or in an answer.
  const id = /^[\w.:-]{1,128}$/.test(sent) ? sent : c.get('context').awsRequestId;
  c.set('requestId', id);
  c.header('X-Request-Id', id);
  return next();
};
