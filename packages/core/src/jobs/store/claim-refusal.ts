import { isFinished, type JobRow } from './job-row.js';
import type { Claim, ClaimOutcome } from './job-store.js';

/** Why a claim was refused. */
export type ClaimRefusal = Exclude<ClaimOutcome, { outcome: 'claimed' }>;

/**
 * Says why a claim is refused, by the same clauses as the conditional write. A row that speaks
 * against none of them is `contended`: it was refused a moment ago, and has changed since.
 */
export function claimRefusal(
  row: JobRow | undefined,
  { now, maxAttempts, types }: Pick<Claim, 'now' | 'maxAttempts' | 'types'>,
): ClaimRefusal {
  if (!row) return { outcome: 'missing' };
  if (isFinished(row.status)) return { outcome: 'finished', row };
  if (types && !types.includes(row.type)) return { outcome: 'unknown-type', row };
  if (row.status === 'PENDING' && row.notBefore !== undefined && row.notBefore > now) {
    return { outcome: 'not-due', row, until: row.notBefore };
  }
  if (row.status === 'PROCESSING' && (row.leaseUntil === undefined || row.leaseUntil > now)) {
    return { outcome: 'held', row, until: row.leaseUntil };
  }
  return { outcome: row.attempt < maxAttempts ? 'contended' : 'exhausted', row };
}
