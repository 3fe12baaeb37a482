import { isNonRetriableError, isRetryAfterError, RetryAfterError } from '../../errors.js';
import { refuseGenerator } from '../../refuse-generator.js';
import type { MessageContext } from '../../sqs/message.js';
import { decodeInput, encodeOutput } from '../job-data.js';
import { expiryOf } from '../queue-parts.js';
import { resultBytes } from '../store/item-size.js';
import type { Outcome } from '../store/job-store.js';
import { type StoredValue, withLargeValues } from '../values/large-values.js';
import { storeValue } from '../values/store-value.js';
import { attemptContext } from './attempt-context.js';
import { claimJob, type HeldJob } from './claim-job.js';
import { delayAfter } from './delay-after.js';
import { errorText } from './error-text.js';
import { failureOf, reportFailed } from './report-failed.js';
import { taskFor, type Worker } from './worker.js';

type Attempt = { readonly result: StoredValue } | { readonly error: unknown };

/**
 * The way of one job: claim, work, settle or release.
 *
 * Resolving says that its message is done: the job has ended, now or before. Throwing says that the
 * message must come back.
 */
export async function runJob(id: string, context: MessageContext, worker: Worker): Promise<void> {
  const held = await claimJob(id, context, worker);
  if (!held) return;

  const attempt = await work(held, context, worker);

  if ('result' in attempt) {
    await complete(held, attempt.result, worker);
  } else if (isFinal(held, attempt.error, worker)) {
    await fail(held, attempt.error, context, worker);
  } else {
    await release(held, attempt.error, context, worker);
  }
}

async function work(held: HeldJob, context: MessageContext, worker: Worker): Promise<Attempt> {
  const { row, token } = held;
  const { largeValues } = worker.parts;
  const running = attemptContext(held, context, worker);
  try {
    const { definition, handler } = taskFor(worker, row);
    const input = await decodeInput(definition, await withLargeValues(largeValues, row));
    const working = handler(input, running.context);
    refuseGenerator(working);
    const output = await working;
    const what = `the output of job ${row.id}`;
    const text = await encodeOutput(definition, output, what);
    const itemBytes = row.bytes + resultBytes(text);
    const value = { jobId: row.id, token, text, itemBytes, what };
    return { result: await storeValue(largeValues, value) };
  } catch (error) {
    return { error };
  } finally {
    await running.end();
  }
}

async function complete({ row, token }: HeldJob, result: StoredValue, { parts }: Worker) {
  const now = parts.now();
  const outcome: Outcome =
    'text' in result
      ? { status: 'COMPLETED', result: result.text }
      : { status: 'COMPLETED', resultLocation: result.location };
  await parts.store.settle({ id: row.id, token, outcome, expiresAt: expiryOf(parts, now), now });
}

function isFinal({ row }: HeldJob, error: unknown, { maxAttempts }: Worker): boolean {
  return isNonRetriableError(error) || row.attempt >= maxAttempts;
}

async function fail(
  { row, token }: HeldJob,
  error: unknown,
  context: MessageContext,
  worker: Worker,
): Promise<void> {
  const failure = failureOf(error, worker.parts);
  const { expiresAt, now } = failure;
  const outcome = { status: 'FAILED', error: failure.error } as const;
  await worker.parts.store
    .settle({ id: row.id, token, outcome, expiresAt, now })
    .catch(afterLogging(error, context));
  await reportFailed(row, failure, error, context, worker);
}

// The row first: a message that comes back before it says PENDING would find the job held.
async function release(
  { row, token }: HeldJob,
  error: unknown,
  context: MessageContext,
  worker: Worker,
): Promise<never> {
  const { parts, maxAttempts, retryDelay } = worker;
  const seconds = isRetryAfterError(error)
    ? error.seconds
    : delayAfter(row.attempt, retryDelay, context);
  const now = parts.now();
  const notBefore = Math.ceil(now + seconds * 1000);
  await parts.store
    .release({ id: row.id, token, error: errorText(error), notBefore, now })
    .catch(afterLogging(error, context));
  throw new RetryAfterError(
    `attempt ${row.attempt} of ${maxAttempts} of job ${row.id} failed, the next one follows in ${Math.ceil(seconds)} s: ${errorText(error)}`,
    { seconds, cause: error },
  );
}

// What the handler threw would be seen nowhere: not in the row, nor in what is thrown on.
function afterLogging(error: unknown, { log }: MessageContext) {
  return (failure: unknown): never => {
    log.error({ err: error }, 'an attempt failed, and so did the write that was to say so');
    throw failure;
  };
}
