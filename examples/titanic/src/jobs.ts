import { createJobQueue } from 'lwa-bridge/jobs';
import * as z from 'zod';
import { Analysis } from './analysis.js';

/** What a job is asked for with. */
export const AnalyseInput = z.object({ ticket: z.string().trim().min(1).max(100) });

/** The jobs of this application, shared by the API that enqueues them and the worker that does them. */
export const jobs = createJobQueue({
  analyse: { input: AnalyseInput, output: Analysis },
});
