import { createRoute, type RouteHandler, z } from '@hono/zod-openapi';
import { Ticket } from 'example-titanic/jobs';
import { passengersOf } from 'example-titanic/passengers';
import type { ApiEnv } from '../api-env.js';
import { requireScope } from '../middleware/authenticate.js';
import { Problem } from '../problem.js';
import { PartyAnswer } from '../schemas/passenger.js';
import { problems } from '../schemas/problem-details.js';

export const getPassengersRoute = createRoute({
  method: 'get',
  path: '/passengers/{ticket}',
  operationId: 'getPassengers',
  summary: 'See who had a ticket',
  security: [{ bearer: ['passengers:read'] }],
  middleware: requireScope('passengers:read'),
  request: { params: z.object({ ticket: Ticket }) },
  responses: {
    200: {
      description: 'Those who had the ticket, with what was found out about them.',
      content: { 'application/json': { schema: PartyAnswer } },
    },
    ...problems(404),
  },
});

export const getPassengers: RouteHandler<typeof getPassengersRoute, ApiEnv> = async (c) => {
  const { ticket } = c.req.valid('param');
  const passengers = await passengersOf(ticket);
  if (passengers.length === 0) throw new Problem(404, `Nobody has ticket ${ticket}.`);
  return c.json({ ticket, passengers }, 200);
};
