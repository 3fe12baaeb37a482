import { STATUS_CODES } from 'node:http';
import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isLwaBridgeError } from 'lwa-bridge';
import type { ApiEnv } from './api-env.js';
import { logLine } from './log-line.js';

/** One thing that is wrong with the input. */
export interface InputError {
  /** Where, such as `ticket`; `''` for the input as a whole. */
  path: string;
  message: string;
}

/** What a problem can have besides. */
export interface ProblemOptions extends ErrorOptions {
  headers?: Record<string, string>;
  errors?: InputError[];
}

/** Thrown in a route, it is answered as problem details. */
export class Problem extends Error {
  readonly headers: Record<string, string>;
  readonly errors: InputError[] | undefined;

  constructor(
    readonly status: ContentfulStatusCode,
    detail: string,
    { headers = {}, errors, ...options }: ProblemOptions = {},
  ) {
    super(detail, options);
    this.headers = headers;
    this.errors = errors;
  }
}

/** Answers whatever is thrown as problem details (RFC 9457). */
export const onError: ErrorHandler<ApiEnv> = (error, c) => {
  const problem = toProblem(error);
  if (!problem || problem.status >= 500) log(c, problem?.cause ?? error);
  // The caller is told where to look, not what is inside.
  return answer(
    c,
    problem ?? new Problem(500, 'Something went wrong. The log has it under this request id.'),
  );
};

export const notFound: NotFoundHandler<ApiEnv> = (c) =>
  answer(c, new Problem(404, `There is no ${c.req.path}.`));

function toProblem(error: Error): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException) return new Problem(error.status, error.message);
  if (isLwaBridgeError(error) && error.code === 'ERR_IDEMPOTENCY_CONFLICT') {
    return new Problem(409, error.message);
  }
  return undefined;
}

// A context that the adapter sent, but that cannot be read, is thrown before there is one.
function log(c: Context<ApiEnv>, err: unknown): void {
  const context = c.get('context') as ApiEnv['Variables']['context'] | undefined;
  const fields = { path: c.req.path, httpRequestId: c.get('requestId') };
  if (context) context.log.error({ err, ...fields }, 'a request failed');
  else logLine('ERROR', 'a request failed', { ...fields, errorMessage: String(err) });
}

function answer(c: Context<ApiEnv>, { status, message, headers, errors }: Problem) {
  const title = STATUS_CODES[status];
  const requestId = c.get('requestId');
  const problem = { type: 'about:blank', title, status, detail: message, errors, requestId };
  return c.body(JSON.stringify(problem), status, {
    'Content-Type': 'application/problem+json',
    ...headers,
  });
}
