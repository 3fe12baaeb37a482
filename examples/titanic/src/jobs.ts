import { createJobQueue } from 'lwa-bridge/jobs';
import * as z from 'zod';
import { Analysis } from './analysis.js';

/**
 * The number on a ticket, such as `CA. 2343`: words of letters, digits, dots and slashes. It is told what
 * may be in it, not what may not: half of a surrogate pair, say, which DynamoDB would store as another
 * character.
 */
export const Ticket = z
  .string()
  .max(100)
  .regex(/^[0-9A-Za-z./]+( [0-9A-Za-z./]+)*$/)
  .meta({ description: 'The number on a ticket.', examples: ['CA. 2343'] });

/** What a job is asked for with. */
export const AnalyseInput = z.object({ ticket: Ticket });

/** The jobs of this application, shared by the API that enqueues them and the worker that does them. */
export const jobs = createJobQueue(
  { analyse: { input: AnalyseInput, output: Analysis } },
  // The API lists jobs of every state.
  { listCompleted: true },
);
