import { LwaBridgeError } from '../errors.js';
import type { JobStatus } from './job.js';

// What is not listed here cannot happen: every write of the stores names one of these pairs as the
// state it leaves and the state it enters.
const nextStatuses = {
  PENDING: ['PROCESSING', 'FAILED'],
  PROCESSING: ['PROCESSING', 'COMPLETED', 'FAILED', 'PENDING'],
  COMPLETED: [],
  FAILED: ['PENDING'],
} as const satisfies Record<JobStatus, readonly JobStatus[]>;

/** The states that a job in state `From` can enter. */
export type NextStatus<From extends JobStatus> = (typeof nextStatuses)[From][number];

/** A change of state. */
export interface Transition<
  From extends JobStatus = JobStatus,
  To extends JobStatus = NextStatus<From>,
> {
  readonly from: From;
  readonly to: To;
}

/** Whether this is one of the four states. */
export function isJobStatus(status: unknown): status is JobStatus {
  return typeof status === 'string' && Object.hasOwn(nextStatuses, status);
}

/** Whether a job can go from one state to the other. */
export function canTransition(from: JobStatus, to: JobStatus): boolean {
  const next: readonly JobStatus[] = nextStatuses[from] ?? [];
  return next.includes(to);
}

/**
 * Names an allowed change of state. One that is not allowed does not compile.
 *
 * @throws LwaBridgeError `ERR_JOB_STATE` where the compiler could not see it
 *
 * @example
 * ```ts
 * import { transition } from 'lwa-bridge/jobs';
 *
 * transition('PROCESSING', 'COMPLETED');
 * // @ts-expect-error: a completed job stays completed
 * transition('COMPLETED', 'PENDING');
 * ```
 */
export function transition<From extends JobStatus, To extends NextStatus<From>>(
  from: From,
  to: To,
): Transition<From, To> {
  if (!canTransition(from, to)) {
    throw new LwaBridgeError('ERR_JOB_STATE', `a job cannot go from ${from} to ${to}`);
  }
  return { from, to };
}

/** Every step a job can take, by name. */
export const transitions = {
  /** A worker takes it. */
  claim: transition('PENDING', 'PROCESSING'),
  /** A worker takes it from one whose lease is over. */
  takeOver: transition('PROCESSING', 'PROCESSING'),
  /** The attempt ended well. */
  complete: transition('PROCESSING', 'COMPLETED'),
  /** The last attempt ended badly, or no further one can help. */
  fail: transition('PROCESSING', 'FAILED'),
  /** The attempt ended badly, another one follows. */
  release: transition('PROCESSING', 'PENDING'),
  /** Nobody wants it any more. */
  cancel: transition('PENDING', 'FAILED'),
  /** Somebody wants it tried again. */
  retry: transition('FAILED', 'PENDING'),
} as const;
