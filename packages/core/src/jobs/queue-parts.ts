import type { JobDefinitions } from './job.js';
import { toSeconds } from './job-row.js';
import type { JobStore } from './job-store.js';
import type { MessageSender } from './message-sender.js';

/** What a queue of jobs is made of. */
export interface QueueParts<Definitions extends JobDefinitions = JobDefinitions> {
  readonly definitions: Definitions;
  readonly store: JobStore;
  readonly sender: MessageSender;
  /** How long a job is kept after it has ended. */
  readonly retentionDays: number;
  /** The time, in epoch milliseconds. */
  readonly now: () => number;
}

/** When a job that ends now counts as gone, in epoch seconds. */
export function expiryOf({ retentionDays }: QueueParts, now: number): number {
  return toSeconds(now + retentionDays * 24 * 60 * 60 * 1000);
}
