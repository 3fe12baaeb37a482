import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { ApiEnv } from '../api-env.js';

/** Answers are data: a browser that is shown one runs and frames nothing. The docs page sets a policy of its own. */
export const securityHeaders: MiddlewareHandler<ApiEnv> = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  overwrite: false,
  // Which page may read an answer is said by CORS.
  crossOriginResourcePolicy: false,
});
