import { createRoute, type RouteHandler, z } from '@hono/zod-openapi';
import { jobs } from 'example-titanic/jobs';
import type { ApiEnv } from '../api-env.js';
import { requireScope } from '../middleware/authenticate.js';
import { Problem } from '../problem.js';
import { retryAfter } from '../retry-after.js';
import { JobAnswer } from '../schemas/job.js';
import { problems } from '../schemas/problem-details.js';

export const getJobRoute = createRoute({
  method: 'get',
  path: '/jobs/{id}',
  operationId: 'getJob',
  summary: 'See what became of a job',
  security: [{ bearer: ['jobs:read'] }],
  middleware: requireScope('jobs:read'),
  request: { params: z.object({ id: z.string().regex(/^[\w-]{1,100}$/) }) },
  responses: {
    200: {
      description: 'The job. While it has not ended, `Retry-After` says when to ask again.',
      headers: { 'Retry-After': { schema: { type: 'integer', minimum: 1 } } },
      content: { 'application/json': { schema: JobAnswer } },
    },
    ...problems(404),
  },
});

export const getJob: RouteHandler<typeof getJobRoute, ApiEnv> = async (c) => {
  const { id } = c.req.valid('param');
  const job = await jobs.get(id);
  if (!job) throw new Problem(404, `There is no job ${id}.`);
  const seconds = retryAfter(job);
  if (seconds) c.header('Retry-After', String(seconds));
  return c.json(job, 200);
};
