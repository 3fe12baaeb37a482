import { number, text, time } from '../../dynamodb/item.js';
import { type Transition, transition, transitions } from '../transitions.js';
import type { JobItem } from './job-item.js';
import type {
  Cancellation,
  Claim,
  NewJob,
  Release,
  Retry,
  Settlement,
  Surrender,
} from './job-store.js';

/** What a step writes to the attributes of a row; all others stay as they are. */
export interface JobWrite {
  readonly id: string;
  /** The token by which the write knows itself again. */
  readonly token: string;
  /** The changes of state that it may be; all enter the same state. */
  readonly transitions: readonly [Transition, ...Transition[]];
  /** The job's time in the index, in epoch milliseconds: when it is due, its lease ends, or it ended. */
  readonly at: number;
  readonly set: JobItem;
  readonly remove: readonly string[];
  /** The attribute that grows by 1. */
  readonly increment?: 'attempt';
}

// What a row has only while a worker holds it.
const ofAttempt = ['lease_until', 'progress_done', 'progress_total'] as const;

const ofResult = ['result', 'result_location'] as const;

/** The state that a write leaves the row in. */
export function statusAfter(write: JobWrite): Transition['to'] {
  return write.transitions[0].to;
}

/** Whether an item is this new row. It has no token, but its id is random, or its input's own. */
export function isSameNewItem(item: JobItem | undefined, written: JobItem): boolean {
  const names = ['job_id', 'status', 'input_data', 'input_location', 'created_at', 'updated_at'];
  return names.every((name) => item?.[name]?.S === written[name]?.S);
}

/** A new row. */
export function newItem({ id, type, input, inputLocation, notBefore, now }: NewJob): JobItem {
  return {
    job_id: text(id),
    status: text('PENDING'),
    job_type: text(type),
    ...(input !== undefined && { input_data: text(input) }),
    ...(inputLocation !== undefined && { input_location: text(inputLocation) }),
    attempt: number(0),
    created_at: time(now),
    updated_at: time(now),
    ...(notBefore !== undefined && { not_before: number(notBefore) }),
  };
}

// `expires_at` goes too: TTL must never delete a job that has not ended, whoever set it.
export function claimWrite({ id, token, leaseUntil, now }: Claim): JobWrite {
  return {
    id,
    token,
    transitions: [transitions.claim, transitions.takeOver],
    at: leaseUntil,
    set: { lease_token: text(token), lease_until: number(leaseUntil), updated_at: time(now) },
    remove: ['not_before', 'expires_at', 'sweeps', 'progress_done', 'progress_total'],
    increment: 'attempt',
  };
}

export function settleWrite({ id, token, outcome, expiresAt, now }: Settlement): JobWrite {
  const set = { expires_at: number(expiresAt), updated_at: time(now) };
  if (outcome.status === 'FAILED') {
    return {
      id,
      token,
      transitions: [transitions.fail],
      at: now,
      set: { ...set, error: text(outcome.error) },
      remove: [...ofResult, ...ofAttempt],
    };
  }
  const [result, other] =
    'result' in outcome
      ? [{ result: text(outcome.result) }, 'result_location']
      : [{ result_location: text(outcome.resultLocation) }, 'result'];
  return {
    id,
    token,
    transitions: [transitions.complete],
    at: now,
    set: { ...set, ...result },
    remove: ['error', other, ...ofAttempt],
  };
}

// The token stays: by it a release whose answer was lost knows itself again.
export function releaseWrite({ id, token, error, notBefore, now }: Release): JobWrite {
  return {
    id,
    token,
    transitions: [transitions.release],
    at: notBefore,
    set: { error: text(error), not_before: number(notBefore), updated_at: time(now) },
    remove: [...ofAttempt],
  };
}

export function giveUpWrite({ seen, token, error, expiresAt, now }: Surrender): JobWrite {
  return {
    id: seen.id,
    token,
    transitions: [transition(seen.status, 'FAILED')],
    at: now,
    ...ending({ token, error, expiresAt, now }),
  };
}

export function cancelWrite({ id, ...cancellation }: Cancellation): JobWrite {
  return {
    id,
    token: cancellation.token,
    transitions: [transitions.cancel],
    at: cancellation.now,
    ...ending(cancellation),
  };
}

export function retryWrite({ id, token, now }: Retry): JobWrite {
  return {
    id,
    token,
    transitions: [transitions.retry],
    at: now,
    set: { lease_token: text(token), attempt: number(0), updated_at: time(now) },
    remove: ['error', ...ofResult, 'expires_at', 'not_before', 'sweeps', ...ofAttempt],
  };
}

function ending({ token, error, expiresAt, now }: Omit<Cancellation, 'id'>) {
  return {
    set: {
      lease_token: text(token),
      error: text(error),
      expires_at: number(expiresAt),
      updated_at: time(now),
    },
    remove: ['not_before', 'sweeps', ...ofAttempt],
  };
}
