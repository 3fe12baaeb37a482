import { all, any, type Condition, condition } from '../../dynamodb/condition.js';
import { number, text } from '../../dynamodb/item.js';
import type { FileStatus } from './file-item.js';

// What must be true of the item for a write to happen.

/** Nobody has begun it, or nobody holds it and it waits for no later message. */
export function canClaim(hop: number, now: number): Condition {
  return any(absent, all(has('READING'), waitsFor(hop), free(now)));
}

/** It was cut into parts, and nobody is about to end it. */
export function canFinish(now: number): Condition {
  return all(has('SPLIT'), free(now));
}

/** It is still the caller's. */
export function isHeldBy(token: string): Condition {
  return condition('#lease_token = :held AND attribute_exists(#lease_until)', {
    ':held': text(token),
  });
}

/** It has not ended. */
export function hasNotEnded(): Condition {
  return any(has('READING'), has('SPLIT'));
}

/** There is no such item. */
export const absent = condition('attribute_not_exists(#file_id)');

/** No later upload is recorded. */
export function isNewest(sequencer: string): Condition {
  return any(absent, condition('#sequencer < :newest', { ':newest': text(sequencer) }));
}

function has(status: FileStatus): Condition {
  return condition(`#status = :${status}`, { [`:${status}`]: text(status) });
}

function waitsFor(hop: number): Condition {
  return condition('#hop <= :waits', { ':waits': number(hop) });
}

function free(now: number): Condition {
  return condition('(attribute_not_exists(#lease_until) OR #lease_until <= :now)', {
    ':now': number(now),
  });
}
