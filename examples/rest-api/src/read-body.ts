import type { Context } from 'hono';
import type { z } from 'zod';
import { Problem } from './problem.js';

/**
 * The request's body, validated.
 *
 * @throws Problem 400 where it is not JSON, 422 where the schema refuses it
 */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const body: unknown = await c.req.json().catch(() => {
    throw new Problem(400, 'The body is not JSON.');
  });
  const { success, data, error } = await schema.safeParseAsync(body);
  if (success) return data;
  const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Problem(422, 'The body is not valid.', errors);
}
