// A worker as docs/jobs.md describes it.
import { serveEvents } from 'lwa-bridge';
import { createJobQueue, jobHandler } from 'lwa-bridge/jobs';
import { definitions, work } from './definitions.ts';

serveEvents(jobHandler(createJobQueue(definitions), { analyse: work }, { concurrency: 10 }));
