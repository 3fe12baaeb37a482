import { isDeepStrictEqual } from 'node:util';
import { NonRetriableError } from '../../errors.js';
import type { JobDefinitions, JobOf } from '../job.js';
import { EnqueueError, toError } from '../job-errors.js';
import type { QueueParts } from '../queue-parts.js';
import type { JobRow } from '../store/job-row.js';
import { toJob } from '../to-job.js';
import { withLargeValues } from '../values/large-values.js';
import { type JobRequest, newJob } from './new-job.js';
import { whileThrottled } from './while-throttled.js';

/** What became of one entry: the job, or why it was not enqueued. */
export type EnqueueResult<Definitions extends JobDefinitions = JobDefinitions> =
  | {
      readonly job: JobOf<Definitions>;
      /** `false` where an earlier call with its idempotency key had stored it. */
      readonly stored: boolean;
      /** `false` where it is past waiting already. */
      readonly sent: boolean;
      readonly error?: undefined;
    }
  | {
      readonly job?: undefined;
      /** `true` where the row is stored and only its message is missing: the error is an `EnqueueError`. */
      readonly stored: boolean;
      readonly sent: false;
      readonly error: Error;
    };

type Stored =
  | { readonly job: JobOf<JobDefinitions>; readonly stored: boolean; readonly toSend: boolean }
  | { readonly error: Error };

// What SendMessageBatch takes.
const batchSize = 10;
const batchesAtOnce = 5;

/**
 * Stores each job, then sends its message; ten in a batch, a few batches at once.
 * @throws LwaBridgeError `ERR_MISSING_ENV`, `ERR_SETTINGS` before anything is stored; what happens
 * to a single entry is told in its result
 */
export async function enqueueJobs(
  parts: QueueParts,
  requests: readonly JobRequest[],
): Promise<EnqueueResult[]> {
  // Asked for first, so that a missing setting leaves no row behind without a message.
  const place = { table: parts.store.table, queue: parts.sender.queue };
  const batches = Array.from({ length: Math.ceil(requests.length / batchSize) }, (_, index) =>
    requests.slice(index * batchSize, (index + 1) * batchSize),
  );
  const results: EnqueueResult[][] = [];
  const left = batches.entries();
  const work = async () => {
    for (const [index, batch] of left) results[index] = await enqueueBatch(parts, place, batch);
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, work));
  return results.flat();
}

async function enqueueBatch(
  parts: QueueParts,
  place: { table: string; queue: string },
  requests: readonly JobRequest[],
): Promise<EnqueueResult[]> {
  const entries = await Promise.all(
    requests.map(async (request, index) => ({
      key: String(index),
      delaySeconds: request.delaySeconds ?? 0,
      ...(await storeJob(parts, request)),
    })),
  );
  const messages = entries.flatMap((entry) =>
    'job' in entry && entry.toSend ? [{ ...entry, jobId: entry.job.id }] : [],
  );
  const failures = messages.length > 0 ? await parts.sender.send(messages) : new Map();
  return entries.map((entry): EnqueueResult => {
    if ('error' in entry) return { error: entry.error, stored: false, sent: false };
    const { key, job, stored, toSend } = entry;
    const failure = failures.get(key);
    if (failure) return { error: new EnqueueError(job.id, place, failure), stored, sent: false };
    return { job, stored, sent: toSend };
  });
}

async function storeJob(parts: QueueParts, request: JobRequest): Promise<Stored> {
  try {
    const { job: wanted, input } = await newJob(parts, request);
    const { stored, row } = await whileThrottled(() => parts.store.put(wanted));
    const job = stored
      ? toJob(parts.definitions, { ...row, input })
      : await earlierJob(parts, row, { request, input });
    // A job that still waits may have lost its message; all others are past needing one.
    return { job, stored, toSend: stored || job.status === 'PENDING' };
  } catch (error) {
    return { error: toError(error) };
  }
}

async function earlierJob(
  { definitions, largeValues }: QueueParts,
  row: JobRow,
  { request, input }: { request: JobRequest; input: string },
): Promise<JobOf<JobDefinitions>> {
  const earlier = await withLargeValues(largeValues, row);
  if (!isSameJson(earlier.input, input)) throw conflict(row, request);
  return toJob(definitions, earlier);
}

function isSameJson(stored: string | undefined, input: string): boolean {
  if (stored === input) return true;
  try {
    return isDeepStrictEqual(JSON.parse(stored ?? ''), JSON.parse(input));
  } catch {
    return false;
  }
}

function conflict({ id, status }: JobRow, { type, idempotencyKey }: JobRequest): NonRetriableError {
  return new NonRetriableError(
    `the idempotency key ${idempotencyKey} belongs to a job ${type} with another input: ${id}, ${status}`,
    { code: 'ERR_IDEMPOTENCY_CONFLICT' },
  );
}
