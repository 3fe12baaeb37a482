import type { Hook } from '@hono/zod-openapi';
import type { ApiEnv } from './api-env.js';
import { Problem } from './problem.js';

/**
 * What becomes of input that the schema of its route refuses: 422, and what is wrong where. An address that cannot
 * be is one where there is nothing: 404.
 */
export const refuseInvalid: Hook<unknown, ApiEnv, string, unknown> = (result, c) => {
  if (result.success) return;
  if (result.target === 'param') throw new Problem(404, `There is no ${c.req.path}.`);
  const errors = result.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  const part = { json: 'body', query: 'query', header: 'header' }[String(result.target)] ?? 'input';
  throw new Problem(422, `The ${part} is not valid.`, { errors });
};
