import { isMain, serveEvents } from 'lwa-bridge';
import { sweepHandler } from 'lwa-bridge/jobs';
import { jobs } from './example-jobs.js';

// A function of its own, on a schedule: jobs whose message was lost are sent again.
export const handler = sweepHandler(jobs);

if (isMain(import.meta)) serveEvents(handler);
