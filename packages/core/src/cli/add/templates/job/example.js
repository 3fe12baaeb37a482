import { isMain, serveEvents } from 'lwa-bridge';
import { jobHandler } from 'lwa-bridge/jobs';
import { jobs } from './example-jobs.js';

// An attempt that throws is followed by another one, three in all; what is returned is the job's output.
// A job may be worked on more than once: job.id is the key for what must happen once.
export const handlers = {
  async work({ id }, { job, log }) {
    log.info({ id, attempt: job.attempt }, 'job begun');
    return { done: id };
  },
};

export const handler = jobHandler(jobs, handlers);

if (isMain(import.meta)) serveEvents(handler);
