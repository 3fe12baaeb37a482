import { LwaBridgeError } from '../../errors.js';
import { type OptionNames, refuseUnknownOptions } from '../../refuse-unknown-options.js';

/** Options of `sweep`. Times are in milliseconds. */
export interface SweepOptions {
  /**
   * A job is looked at when it has been due, or its lease over, for longer than this; more than its
   * messages usually wait in the queue. @default 900,000 (15 minutes)
   */
  age?: number;
  /**
   * A queue that shows no message at all, twice within this time, holds none: jobs that should have
   * one are then sent again without waiting for `age`. 0: the queue's emptiness says nothing.
   * @default 60,000, as long as the counts of SQS may take to be right
   */
  quietTime?: number;
  /** How often a job is sent again before it is given up. @default 5 */
  maxSends?: number;
  /** The most jobs that one run writes to; the next run goes on with the others. @default 1,000 */
  limit?: number;
  /** Ends the run: what is left is for the next one. */
  signal?: AbortSignal;
}

/** What a sweep did. */
export interface SweepReport {
  /** The jobs whose message was sent again. */
  readonly sent: readonly string[];
  /** The jobs that were given up: FAILED, with `ERR_JOB_ABANDONED`. */
  readonly abandoned: readonly string[];
  /** What could not be done; the next run tries again. */
  readonly failures: readonly SweepFailure[];
  /** Whether the queue holds no message at all. */
  readonly queueIsEmpty: boolean;
  /** `false` where `limit` or `signal` ended the run; the next one goes on. */
  readonly finished: boolean;
}

/** A job that could not be swept, and why. */
export interface SweepFailure {
  readonly jobId: string;
  readonly error: Error;
}

/** The options, complete. */
export type SweepSettings = Required<Omit<SweepOptions, 'signal'>> & Pick<SweepOptions, 'signal'>;

/**
 * The options with their defaults.
 * @throws LwaBridgeError `ERR_SETTINGS` for one that is unknown or out of range
 */
export function sweepSettings(options: SweepOptions): SweepSettings {
  refuseUnknownOptions('sweep', options, optionNames);
  const { age = 900_000, quietTime = 60_000, maxSends = 5, limit = 1000, signal } = options;
  const settings = { age, quietTime, maxSends, limit, ...(signal && { signal }) };
  const check = (name: 'age' | 'quietTime' | 'maxSends' | 'limit', least: number) => {
    const value = settings[name];
    if (Number.isInteger(value) && value >= least) return;
    throw new LwaBridgeError('ERR_SETTINGS', `${name}: a whole number from ${least}, got ${value}`);
  };
  check('age', 1);
  check('quietTime', 0);
  check('maxSends', 1);
  check('limit', 1);
  return settings;
}

const optionNames: OptionNames<SweepOptions> = {
  age: true,
  quietTime: true,
  maxSends: true,
  limit: true,
  signal: true,
};
