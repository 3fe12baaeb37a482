import type { JobStatus } from '../../../src/jobs/index.js';

/** What a job should be, in words of the documentation; nothing of the implementation is used. */
export interface ModelJob {
  status: JobStatus | 'absent';
  attempt: number;
  /** Virtual milliseconds. */
  notBefore: number;
  leaseUntil: number;
  /** The delivery that holds it; none where an answer was lost on the way to it. */
  holder: number | undefined;
  /** Virtual milliseconds, in whole seconds. */
  expiresAt: number;
  /** Since when it is due, its lease over, or since the last sweep, while it has not ended. */
  overdueSince: number;
  /** The delivery whose output it has. */
  outputOf: number | undefined;
}

/** What came of a delivery: its message is deleted, or comes back. */
export type DeliveryEnd = 'acknowledged' | 'deferred' | 'retried' | 'ERR_LEASE_LOST' | StoreFailure;
export type StoreFailure = 'ERR_JOB_STORE' | 'ERR_JOB_NOT_FOUND';

/** A write that is broken: applied and its answer lost, or never arrived. */
export type Fault = 'answer lost' | 'never arrived';

export const maxAttempts = 3;
export const timeLeft = 60_000;
export const leaseTime = timeLeft + 30_000;
export const retention = 30 * 24 * 3_600_000;
export const retryDelay = 20_000;
/** No other time differs from another by just this: what happens at the very limit is no rule. */
export const sweepAge = 600_500;

/** A job's life, as docs/jobs.md tells it. Each step gives the answer that its caller should get. */
export function modelJob() {
  const job: ModelJob = {
    status: 'absent',
    attempt: 0,
    notBefore: 0,
    leaseUntil: 0,
    holder: undefined,
    expiresAt: 0,
    overdueSince: 0,
    outputOf: undefined,
  };
  const isOneOf = (...statuses: ModelJob['status'][]) => statuses.includes(job.status);

  function isGone(now: number): boolean {
    return isOneOf('absent') || (isOneOf('COMPLETED', 'FAILED') && job.expiresAt <= now);
  }

  function begin(notBefore: number): void {
    Object.assign(job, { status: 'PENDING', attempt: 0, holder: undefined });
    Object.assign(job, { notBefore, overdueSince: notBefore, outputOf: undefined });
  }

  function end(status: 'COMPLETED' | 'FAILED', now: number): void {
    const expiresAt = Math.floor((now + retention) / 1000) * 1000;
    Object.assign(job, { status, expiresAt, holder: undefined });
  }

  return {
    job,
    isGone,

    /** Whether a message was to be sent. */
    enqueue(now: number, delay: number): boolean {
      if (isGone(now)) begin(now + delay);
      return job.status === 'PENDING';
    },

    /** `undefined`: the handler is called. */
    deliver(delivery: number, now: number, fault?: Fault): DeliveryEnd | undefined {
      if (fault === 'never arrived') return 'ERR_JOB_STORE';
      const isFree =
        (job.status === 'PENDING' && job.notBefore <= now) ||
        (job.status === 'PROCESSING' && job.leaseUntil <= now);
      const isClaimed = isFree && job.attempt < maxAttempts;
      if (isClaimed) {
        const leaseUntil = now + leaseTime;
        Object.assign(job, { status: 'PROCESSING', leaseUntil, overdueSince: leaseUntil });
        job.attempt += 1;
        job.holder = fault ? undefined : delivery;
      }
      if (fault) return 'ERR_JOB_STORE';
      if (isClaimed) return undefined;
      if (isOneOf('absent')) return 'ERR_JOB_NOT_FOUND';
      if (isOneOf('COMPLETED', 'FAILED')) return 'acknowledged';
      if (!isFree) return 'deferred';
      end('FAILED', now);
      return 'acknowledged';
    },

    /** The handler of a delivery returns, throws, or throws what no retry can help. */
    finish(delivery: number, how: 'return' | 'throw' | 'give up', now: number, fault?: Fault) {
      if (fault === 'never arrived') return 'ERR_JOB_STORE';
      const isHeld = job.status === 'PROCESSING' && job.holder === delivery;
      const isLast = how === 'give up' || job.attempt === maxAttempts;
      if (isHeld && how === 'return') {
        end('COMPLETED', now);
        job.outputOf = delivery;
      } else if (isHeld && isLast) {
        end('FAILED', now);
      } else if (isHeld) {
        const notBefore = now + retryDelay;
        Object.assign(job, { status: 'PENDING', notBefore, overdueSince: notBefore });
        job.holder = undefined;
      }
      if (fault) return 'ERR_JOB_STORE';
      if (!isHeld) return 'ERR_LEASE_LOST';
      return job.status === 'PENDING' ? 'retried' : 'acknowledged';
    },

    cancel(now: number, fault?: Fault): boolean | StoreFailure {
      if (fault === 'never arrived') return 'ERR_JOB_STORE';
      const isPending = job.status === 'PENDING';
      const wasGone = isGone(now);
      if (isPending) end('FAILED', now);
      if (fault) return 'ERR_JOB_STORE';
      return !isPending && wasGone ? 'ERR_JOB_NOT_FOUND' : isPending;
    },

    /** `PENDING`: and its message is sent. */
    retry(now: number, fault?: Fault): 'PENDING' | 'ERR_JOB_STATE' | StoreFailure {
      if (fault === 'never arrived') return 'ERR_JOB_STORE';
      if (job.status === 'FAILED' && !isGone(now)) begin(now);
      if (fault) return 'ERR_JOB_STORE';
      if (isGone(now)) return 'ERR_JOB_NOT_FOUND';
      return job.status === 'PENDING' ? 'PENDING' : 'ERR_JOB_STATE';
    },

    /** Whether its message is sent again. */
    sweep(now: number): boolean {
      const isOverdue = isOneOf('PENDING', 'PROCESSING') && job.overdueSince < now - sweepAge;
      if (isOverdue) job.overdueSince = now;
      return isOverdue;
    },

    /** DynamoDB deletes what has expired, some time later. */
    collect(now: number): void {
      if (isGone(now)) Object.assign(job, { status: 'absent', attempt: 0 });
    },
  };
}

export type ModelOfJob = ReturnType<typeof modelJob>;
