import { all, any, type Condition, condition } from '../../dynamodb/condition.js';
import { number, text } from '../../dynamodb/item.js';
import type { JobStatus } from '../job.js';
import { transitions } from '../transitions.js';
import { toSeconds } from './job-row.js';
import type { Claim, Mark, NewJob, Retry, Settlement, Surrender } from './job-store.js';

// The conditions of the steps: what must be true of the row for the write to happen.

export function canPut({ now }: NewJob): Condition {
  return any(absent, all(any(has('COMPLETED'), has('FAILED')), expired(now)));
}

export function canClaim({ now, maxAttempts, types }: Claim): Condition {
  const { claim, takeOver } = transitions;
  return all(
    attemptLeft(maxAttempts),
    ...(types ? [ofType(types)] : []),
    any(
      all(has(claim.from), undelayed),
      all(has(claim.from), delayOver(now)),
      all(has(takeOver.from), leaseOver(now)),
    ),
  );
}

export function canSettle({ token }: Pick<Settlement, 'token'>): Condition {
  return all(has(transitions.complete.from), heldBy(token));
}

export function canGiveUp({ seen }: Surrender): Condition {
  return all(has(seen.status), heldBy(seen.token));
}

export function canMark({ seen }: Mark): Condition {
  return all(has(seen.status), heldBy(seen.token), sweptTimes(seen.sweeps));
}

export function canCancel(): Condition {
  return has(transitions.cancel.from);
}

export function canRetry({ now }: Retry): Condition {
  return all(has(transitions.retry.from), notExpired(now));
}

// Their clauses.

const absent = condition('attribute_not_exists(#job_id)');

function has(status: JobStatus): Condition {
  return condition(`#status = :${status}`, { [`:${status}`]: text(status) });
}

const undelayed = condition('attribute_not_exists(#not_before)');

function delayOver(now: number): Condition {
  return condition('#not_before <= :now', at(now));
}

// `IN` takes 100 values.
function ofType(types: readonly (string | undefined)[]): Condition {
  const named = types.filter((type) => type !== undefined);
  const lists = Array.from({ length: Math.ceil(named.length / 100) }, (_, list) => {
    const values = named
      .slice(list * 100, (list + 1) * 100)
      .map((type, index) => [`:type_${list}_${index}`, text(type)] as const);
    const names = values.map(([name]) => name);
    return condition(`#job_type IN (${names.join(', ')})`, Object.fromEntries(values));
  });
  const isUntypedToo = named.length < types.length;
  // A row that is there meets neither: then there is no type to be of.
  return any(...lists, isUntypedToo ? condition('attribute_not_exists(#job_type)') : absent);
}

function leaseOver(now: number): Condition {
  return condition('#lease_until <= :now', at(now));
}

function attemptLeft(maxAttempts: number): Condition {
  return condition('(attribute_not_exists(#attempt) OR #attempt < :maxAttempts)', {
    ':maxAttempts': number(maxAttempts),
  });
}

// Rows of other programs may have no token; then it must still be so.
function heldBy(token: string | undefined): Condition {
  if (token === undefined) return condition('attribute_not_exists(#lease_token)');
  return condition('#lease_token = :heldBy', { ':heldBy': text(token) });
}

function sweptTimes(sweeps: number): Condition {
  if (sweeps === 0) return condition('attribute_not_exists(#sweeps)');
  return condition('#sweeps = :sweeps', { ':sweeps': number(sweeps) });
}

function expired(now: number): Condition {
  return condition('#expires_at <= :nowSeconds', inSeconds(now));
}

function notExpired(now: number): Condition {
  return condition(
    '(attribute_not_exists(#expires_at) OR #expires_at > :nowSeconds)',
    inSeconds(now),
  );
}

function at(now: number): Condition['values'] {
  return { ':now': number(now) };
}

function inSeconds(now: number): Condition['values'] {
  return { ':nowSeconds': number(toSeconds(now)) };
}
