import { AnalyseInput, jobs } from 'example-titanic/jobs';
import { passengersOf } from 'example-titanic/passengers';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { isMain } from 'lwa-bridge';
import { type InvocationEnv, invocation } from './invocation.js';
import { notFound, onError, Problem } from './problem.js';
import { readBody } from './read-body.js';
import { serveApp } from './serve-app.js';

export const app = new Hono<InvocationEnv>();

app.onError(onError);
app.notFound(notFound);

// Before the middleware: the adapter asks for it every 10 ms while it waits.
app.get('/healthz', (c) => c.json({ status: 'ok' }));

app.use(cors({ exposeHeaders: ['Location'] }));
app.use(invocation);

app.post('/jobs', async (c) => {
  const input = await readBody(c, AnalyseInput);
  const idempotencyKey = c.req.header('Idempotency-Key');
  if (idempotencyKey === '') throw new Problem(400, 'The Idempotency-Key is empty.');
  const job = await jobs.enqueue('analyse', input, { idempotencyKey });
  return c.json(job, 202, { Location: `/jobs/${job.id}` });
});

app.get('/jobs/:id{.{1,100}}', async (c) => {
  const id = c.req.param('id');
  const job = await jobs.get(id);
  if (!job) throw new Problem(404, `There is no job ${id}.`);
  return c.json(job);
});

// Any characters, because a ticket can hold a slash, which API Gateway passes on decoded.
app.get('/passengers/:ticket{.{1,100}}', async (c) => {
  const ticket = c.req.param('ticket');
  const passengers = await passengersOf(ticket);
  if (passengers.length === 0) throw new Problem(404, `Nobody has ticket ${ticket}.`);
  return c.json({ ticket, passengers });
});

if (isMain(import.meta)) serveApp(app);
