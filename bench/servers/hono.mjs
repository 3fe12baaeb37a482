import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { handler } from './handler.mjs';

const app = new Hono();
app.get('/', (c) => c.body(null, 200));
app.post('/events', async (c) => c.json(await handler(await c.req.json())));
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '0.0.0.0' });
