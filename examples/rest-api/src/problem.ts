import { STATUS_CODES } from 'node:http';
import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isLwaBridgeError } from 'lwa-bridge';
import type { InvocationEnv } from './invocation.js';

/** One thing that is wrong with the input. */
export interface InputError {
  /** Where, such as `ticket`; `''` for the input as a whole. */
  path: string;
  message: string;
}

/** Thrown in a route, it is answered as problem details. */
export class Problem extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    detail: string,
    readonly errors?: InputError[],
  ) {
    super(detail);
  }
}

/** Answers whatever a route throws as problem details (RFC 9457). */
export const onError: ErrorHandler<InvocationEnv> = (error, c) => {
  if (error instanceof Problem) return answer(c, error.status, error.message, error.errors);
  if (error instanceof HTTPException) return answer(c, error.status, error.message);
  if (isLwaBridgeError(error) && error.code === 'ERR_IDEMPOTENCY_CONFLICT') {
    return answer(c, 422, error.message);
  }

  // The caller is told where to look, not what is inside.
  const { log = console, awsRequestId = 'unknown' } = c.get('context') ?? {};
  log.error({ err: error, path: c.req.path }, 'a request failed');
  return answer(c, 500, `Something went wrong. The log has it under request id ${awsRequestId}.`);
};

export const notFound: NotFoundHandler<InvocationEnv> = (c) =>
  answer(c, 404, `There is no ${c.req.method} ${c.req.path}.`);

function answer(c: Context, status: ContentfulStatusCode, detail: string, errors?: InputError[]) {
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail, errors };
  return c.body(JSON.stringify(problem), status, { 'Content-Type': 'application/problem+json' });
}
