// What the adapter's own example does, with Express 5.
import express from 'express';
import { handler } from './handler.mjs';

const app = express();
app.use(express.json({ limit: '6mb' }));
app.get('/', (_request, response) => response.sendStatus(200));
app.post('/events', async (request, response) => response.json(await handler(request.body)));
app.listen(Number(process.env.PORT), '0.0.0.0');
