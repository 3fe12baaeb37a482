import { createRoute, type RouteHandler, z } from '@hono/zod-openapi';
import { AnalyseInput, jobs } from 'example-titanic/jobs';
import type { ApiEnv } from '../api-env.js';
import { requireScope } from '../middleware/authenticate.js';
import { retryAfter } from '../retry-after.js';
import { JobAnswer } from '../schemas/job.js';
import { problems } from '../schemas/problem-details.js';

const IdempotencyKey = z
  .string()
  .regex(/^[!-~]{1,255}$/)
  .optional()
  .openapi({
    description: 'A text of your own, such as a UUID: a repeated request makes no second job.',
  });

export const createJobRoute = createRoute({
  method: 'post',
  path: '/jobs',
  operationId: 'createJob',
  summary: 'Have a ticket analysed',
  security: [{ bearer: ['jobs:write'] }],
  middleware: requireScope('jobs:write'),
  request: {
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: { required: true, content: { 'application/json': { schema: AnalyseInput } } },
  },
  responses: {
    202: {
      description:
        'The job. It is done later: ask for it where `Location` says, after `Retry-After`.',
      headers: {
        Location: { schema: { type: 'string' }, required: true },
        'Retry-After': { schema: { type: 'integer', minimum: 1 } },
      },
      content: { 'application/json': { schema: JobAnswer } },
      links: { job: { operationId: 'getJob', parameters: { id: '$response.body#/id' } } },
    },
    ...problems(400, 409, 415, 422),
  },
});

export const createJob: RouteHandler<typeof createJobRoute, ApiEnv> = async (c) => {
  const { 'idempotency-key': key } = c.req.valid('header');
  // Each caller has keys of their own: nobody is given another one's job.
  const idempotencyKey = key && `${c.get('caller').subject} ${key}`;
  const job = await jobs.enqueue('analyse', c.req.valid('json'), { idempotencyKey });
  // One that a repeated request finds can have ended.
  const seconds = retryAfter(job);
  if (seconds) c.header('Retry-After', String(seconds));
  c.header('Location', `/jobs/${job.id}`);
  return c.json(job, 202);
};
