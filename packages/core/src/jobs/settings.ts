import { LwaBridgeError } from '../errors.js';

/**
 * The jobs table's name: given, `JOBS_TABLE`, or `${APP_NAMESPACE}-${APP_ENV}-jobs`.
 * @throws LwaBridgeError `ERR_MISSING_ENV`
 */
export function jobsTableName(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const { APP_NAMESPACE: namespace, APP_ENV: stage } = env;
  const name = given || env.JOBS_TABLE;
  if (name) return name;
  if (namespace && stage) return `${namespace}-${stage}-jobs`;
  if (namespace) throw missing('APP_ENV', 'with APP_NAMESPACE it names the table of jobs');
  if (stage) throw missing('APP_NAMESPACE', 'with APP_ENV it names the table of jobs');
  throw missing('JOBS_TABLE', 'it names the table of jobs (or set APP_NAMESPACE and APP_ENV)');
}

/**
 * The jobs queue's URL: given, or `JOBS_QUEUE_URL`.
 * @throws LwaBridgeError `ERR_MISSING_ENV`; `ERR_SETTINGS` for a FIFO queue
 */
export function jobsQueueUrl(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const url = given || env.JOBS_QUEUE_URL;
  if (!url) throw missing('JOBS_QUEUE_URL', 'it is the address of the queue of jobs');
  if (url.endsWith('.fifo')) throw fifoQueue(url);
  return url;
}

/** The bucket for what is too large for a row: given, `JOBS_BUCKET`, or none. */
export function jobsBucket(given: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  return given || env.JOBS_BUCKET || undefined;
}

/** Why a FIFO queue is refused. */
export function fifoQueue(queue: string): LwaBridgeError {
  return new LwaBridgeError(
    'ERR_SETTINGS',
    `jobs need a standard queue, and ${queue} is FIFO: a job that backs off at the head of its group would use up the receives of all jobs behind it`,
  );
}

function missing(name: string, why: string): LwaBridgeError {
  return new LwaBridgeError('ERR_MISSING_ENV', `environment variable ${name} is not set: ${why}`);
}
