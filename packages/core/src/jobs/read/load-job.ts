import type { JobDefinitions, JobOf } from '../job.js';
import type { QueueParts } from '../queue-parts.js';
import type { JobRow } from '../store/job-row.js';
import { toJob } from '../to-job.js';
import { withLargeValues } from '../values/large-values.js';

/**
 * The job that a row stands for, with what of it is kept outside of the row.
 * @throws LwaBridgeError `ERR_JOB_TYPE`, `ERR_JOB_STORE`
 */
export async function loadJob<Definitions extends JobDefinitions>(
  { definitions, largeValues }: QueueParts<Definitions>,
  row: JobRow,
): Promise<JobOf<Definitions>> {
  return toJob(definitions, await withLargeValues(largeValues, row));
}
