import { randomUUID } from 'node:crypto';
import { defaultLease, leaseEnd, longestInvocationMs } from '../../dynamodb/lease.js';
import { LwaBridgeError } from '../../errors.js';
import { deferral } from '../../sqs/deferral.js';
import type { MessageContext } from '../../sqs/message.js';
import { jobNotFound } from '../job-errors.js';
import type { JobRow } from '../store/job-row.js';
import { typesOf, unknownType } from '../to-job.js';
import { unknownTypeDeferral } from './back-off.js';
import { failureOf, reportFailed } from './report-failed.js';
import type { Worker } from './worker.js';

/** A job that this worker holds. */
export interface HeldJob {
  readonly row: JobRow;
  /** By which the store knows that it is still ours. */
  readonly token: string;
}

/**
 * Takes a job for one attempt.
 *
 * @returns `undefined` where the job has ended: its message is done
 * @throws RetryAfterError `ERR_JOB_DEFERRED` where it cannot be taken now
 * @throws RetryAfterError `ERR_JOB_TYPE` where it is of a type that this worker does not know
 * @throws LwaBridgeError `ERR_JOB_NOT_FOUND`, `ERR_JOB_STATE`, `ERR_JOB_STORE`
 */
export async function claimJob(
  id: string,
  context: MessageContext,
  worker: Worker,
): Promise<HeldJob | undefined> {
  const { parts, maxAttempts, minTime = 0, leaseTime } = worker;
  const now = parts.now();
  const left = context.getRemainingTimeInMillis();
  if (left < minTime) {
    throw deferred(`job ${id} is not begun with ${left} ms left (minTime: ${minTime})`, now, now);
  }

  const token = randomUUID();
  const leaseUntil = leaseEnd(context, { ...defaultLease, leaseTime }, now);
  const types = typesOf(parts.definitions);
  const claim = await parts.store.claim({ id, token, leaseUntil, maxAttempts, types, now });
  switch (claim.outcome) {
    case 'claimed':
      return { row: claim.row, token };
    case 'finished':
      context.log.info({ jobId: id, status: claim.row.status }, 'job has ended: nothing to do');
      return undefined;
    case 'exhausted':
      return giveUp(claim.row, context, worker);
    case 'unknown-type':
      throw unknownTypeDeferral(unknownType(parts.definitions, claim.row), context);
    case 'missing':
      throw jobNotFound(id, parts.store.table);
    case 'held':
      // A program that writes no lease may hold it as long as an invocation can last.
      throw deferred(
        `another worker holds job ${id}`,
        claim.until ?? now + longestInvocationMs,
        now,
      );
    case 'not-due':
      throw deferred(`job ${id} is not due`, claim.until, now);
    case 'contended':
      throw deferred(`job ${id} changed while it was being claimed`, now, now);
  }
}

// A job that kills its worker each time must end, not loop.
async function giveUp(seen: JobRow, context: MessageContext, worker: Worker): Promise<undefined> {
  const { store } = worker.parts;
  const error = noAttemptLeft(seen, worker);
  const failure = failureOf(error, worker.parts);
  if (!(await store.giveUp({ seen, token: randomUUID(), ...failure }))) {
    const message = `job ${seen.id} changed while it was being given up`;
    throw deferred(message, failure.now, failure.now);
  }
  await reportFailed(seen, failure, error, context, worker);
}

function deferred(message: string, until: number, now: number) {
  return deferral('ERR_JOB_DEFERRED', message, until, now);
}

function noAttemptLeft({ id, status, attempt, error }: JobRow, { maxAttempts }: Worker) {
  const attempts = `attempt ${attempt} of ${maxAttempts}`;
  return status === 'PROCESSING'
    ? new LwaBridgeError(
        'ERR_JOB_CRASHED',
        `the worker of job ${id} ended without a decision in ${attempts}: it crashed, or ran out of time or memory`,
      )
    : new LwaBridgeError(
        'ERR_JOB_ABANDONED',
        `job ${id} waits, but no attempt is left (${attempts}); its last error: ${error ?? 'unknown'}`,
      );
}
