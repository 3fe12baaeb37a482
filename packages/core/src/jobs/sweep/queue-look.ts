import type { QueueParts } from '../queue-parts.js';
import type { SweepSettings } from './sweep-options.js';

/** What the queue says about the messages that the sweep misses. */
export interface QueueLook {
  /** It showed no message at all, twice. */
  readonly isEmpty: boolean;
  /** When it was looked at first, in epoch milliseconds. */
  readonly at: number;
  /** How long a message stays in it, in milliseconds. */
  readonly retention: number;
}

/**
 * Looks at the queue, and a while later again where it shows nothing and there is a job that should
 * have a message. A single look proves little: the counts of SQS are late.
 */
export async function lookAtQueue(
  parts: QueueParts,
  { quietTime, signal }: SweepSettings,
): Promise<QueueLook> {
  const at = parts.now();
  const first = await parts.sender.state();
  const look = { isEmpty: false, at, retention: first.retention };
  if (first.messages > 0 || quietTime === 0) return look;
  if (!(await isAnyOverdue(parts, at - quietTime))) return { ...look, isEmpty: true };

  await parts.sleep(quietTime, signal);
  const second = await parts.sender.state();
  return { ...look, isEmpty: second.messages === 0 };
}

async function isAnyOverdue({ store }: QueueParts, until: number): Promise<boolean> {
  const query = { until, order: 'oldest-first', limit: 1 } as const;
  const pages = await Promise.all([
    store.list({ ...query, status: 'PENDING' }),
    store.list({ ...query, status: 'PROCESSING' }),
  ]);
  return pages.some(({ rows, next }) => rows.length > 0 || next !== undefined);
}
