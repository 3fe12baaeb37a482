import { NonRetriableError } from '../errors.js';

/** The body of a job's message: the wire format, shared with programs in other languages. */
export function writeJobMessage(jobId: string): string {
  return JSON.stringify({ job_id: jobId });
}

/**
 * The job that a message is about.
 * @throws NonRetriableError `ERR_MALFORMED_BODY`
 */
export function readJobMessage(body: unknown): string {
  const { job_id: id } = (typeof body === 'object' && body !== null ? body : {}) as {
    job_id?: unknown;
  };
  if (typeof id === 'string' && id !== '') return id;
  throw new NonRetriableError('the body is not of the form {"job_id": "..."}', {
    code: 'ERR_MALFORMED_BODY',
  });
}
