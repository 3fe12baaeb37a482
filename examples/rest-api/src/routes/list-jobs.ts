import { createRoute, type RouteHandler, z } from '@hono/zod-openapi';
import { jobs } from 'example-titanic/jobs';
import { isLwaBridgeError } from 'lwa-bridge';
import type { ApiEnv } from '../api-env.js';
import { requireScope } from '../middleware/authenticate.js';
import { Problem } from '../problem.js';
import { JobAnswer, JobStatus } from '../schemas/job.js';
import { problems } from '../schemas/problem-details.js';

const Limit = z.coerce.number<string>().int().min(1).max(100).default(20);

const Cursor = z
  .string()
  .regex(/^[\w-]{1,2000}$/)
  .optional()
  .openapi({ description: 'The `cursor` of the page before.' });

export const listJobsRoute = createRoute({
  method: 'get',
  path: '/jobs',
  operationId: 'listJobs',
  summary: 'List the jobs of one state, the newest first',
  security: [{ bearer: ['jobs:read'] }],
  middleware: requireScope('jobs:read'),
  request: { query: z.object({ status: JobStatus, limit: Limit, cursor: Cursor }) },
  responses: {
    200: {
      description:
        'A page. It can hold fewer than asked for although more follow: the last one has no `cursor`.',
      content: {
        'application/json': {
          schema: z
            .object({ jobs: z.array(JobAnswer), cursor: z.string().optional() })
            .meta({ id: 'JobPage' }),
        },
      },
    },
    ...problems(404, 422),
  },
});

export const listJobs: RouteHandler<typeof listJobsRoute, ApiEnv> = async (c) => {
  const { status, limit, cursor } = c.req.valid('query');
  const page = await jobs.list({ status, limit, cursor }).catch((error: unknown) => {
    // All else that it checks, the schema has checked before.
    const isCursor =
      isLwaBridgeError(error) && error.code === 'ERR_SETTINGS' && cursor !== undefined;
    throw isCursor
      ? new Problem(404, 'There is no page with this cursor.', { cause: error })
      : error;
  });
  return c.json({ jobs: [...page.jobs], cursor: page.cursor }, 200);
};
