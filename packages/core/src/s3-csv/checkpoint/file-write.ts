import { type Item, number, text, time } from '../../dynamodb/item.js';
import type { ItemUpdate } from '../../dynamodb/item-update.js';
import type { Checkpoint } from './checkpoint.js';
import type { EndStatus } from './file-item.js';

/** By which a worker and its writes are known. Made before the first try. */
export interface Hold {
  readonly id: string;
  readonly token: string;
}

/** Takes a file for one message. */
export interface Claim extends Hold {
  readonly hop: number;
  /** Stored where there is no other yet. */
  readonly batchSize: number;
  /** Epoch milliseconds. */
  readonly leaseUntil: number;
}

/** How a file ends. */
export interface Ending {
  readonly status: EndStatus;
  readonly error?: { readonly text: string; readonly code: string } | undefined;
}

// What the steps write.

export function claimWrite(
  { id, token, hop, batchSize, leaseUntil }: Claim,
  now: number,
): ItemUpdate {
  return {
    id,
    set: {
      status: text('READING'),
      hop: number(hop),
      lease_token: text(token),
      lease_until: number(leaseUntil),
      ...stamp(),
    },
    setOnce: { batch_size: number(batchSize), created_at: time(now) },
  };
}

export function state(checkpoint: Checkpoint): Item {
  return { checkpoint: text(JSON.stringify(checkpoint)) };
}

export function endOf({ status, error }: Ending, retentionDays: number): Item {
  return {
    status: text(status),
    ...expiry(retentionDays),
    ...(error && { error: text(error.text), error_code: text(error.code) }),
  };
}

// Only what has ended has one: TTL never deletes a file that is being worked on.
export function expiry(retentionDays: number): Item {
  return { expires_at: number(Math.floor(Date.now() / 1000) + retentionDays * 24 * 60 * 60) };
}

export function stamp(): Item {
  return { updated_at: time(Date.now()) };
}
