import type { MessageSender } from './enqueue/message-sender.js';
import type { JobDefinitions } from './job.js';
import { toSeconds } from './store/job-row.js';
import type { JobStore } from './store/job-store.js';
import type { LargeValues } from './values/large-values.js';

/** What a queue of jobs is made of. */
export interface QueueParts<Definitions extends JobDefinitions = JobDefinitions> {
  readonly definitions: Definitions;
  readonly store: JobStore;
  readonly sender: MessageSender;
  readonly largeValues: LargeValues;
  /** How long a job is kept after it has ended. */
  readonly retentionDays: number;
  /** The time, in epoch milliseconds. */
  readonly now: () => number;
  /** Waits for so many milliseconds, or less where `signal` aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** When a job that ends now counts as gone, in epoch seconds. */
export function expiryOf({ retentionDays }: QueueParts, now: number): number {
  return toSeconds(now + retentionDays * 24 * 60 * 60 * 1000);
}
