import { STATUS_CODES } from 'node:http';
import { z } from '@hono/zod-openapi';

/** Problem details (RFC 9457), as every failure is answered. */
export const ProblemDetails = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'What is wrong with the input, and where.' }),
    requestId: z.string().optional().meta({ description: 'Under which the log has it.' }),
  })
  .meta({ id: 'Problem' });

const content = { 'application/problem+json': { schema: ProblemDetails } };

/** What every route can answer: not with this token, not now. */
const always = [401, 403, 413, 500, 503] as const;

/** The failures of a route, for its description: those that every route has, and its own. */
export function problems<Status extends number>(...own: Status[]) {
  const entries = [...always, ...own].map((status) => [status, describe(status)]);
  return Object.fromEntries(entries) as Record<
    Status | (typeof always)[number],
    ReturnType<typeof describe>
  >;
}

type Header = { schema: { type: 'string' | 'integer'; minimum?: number }; required?: boolean };

function describe(status: number) {
  const headers: Record<string, Header> = {
    'X-Request-Id': { schema: { type: 'string' }, required: true },
  };
  if (status === 401 || status === 403) {
    headers['WWW-Authenticate'] = { schema: { type: 'string' }, required: true };
  }
  if (status === 503) headers['Retry-After'] = { schema: { type: 'integer', minimum: 1 } };
  return { description: STATUS_CODES[status] ?? '', content, headers };
}
