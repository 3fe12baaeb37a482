import { serveEvents } from 'lwa-bridge';
import { handler } from './handler.mjs';

serveEvents(handler);
