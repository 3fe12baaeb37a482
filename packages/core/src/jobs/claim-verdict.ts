import { isFinished, type JobRow } from './job-row.js';
import type { Claim, ClaimOutcome } from './job-store.js';

/** Whether a row can be claimed, and if not, why. */
export type ClaimVerdict =
  | { readonly outcome: 'claimable'; readonly row: JobRow }
  | Exclude<ClaimOutcome, { outcome: 'claimed' | 'contended' }>;

/** Judges a row by the same clauses as the conditional write. */
export function judgeClaim(
  row: JobRow | undefined,
  { now, maxAttempts }: Pick<Claim, 'now' | 'maxAttempts'>,
): ClaimVerdict {
  if (!row) return { outcome: 'missing' };
  if (isFinished(row.status)) return { outcome: 'finished', row };
  if (row.status === 'PENDING' && row.notBefore !== undefined && row.notBefore > now) {
    return { outcome: 'not-due', row, until: row.notBefore };
  }
  if (row.status === 'PROCESSING' && (row.leaseUntil === undefined || row.leaseUntil > now)) {
    return { outcome: 'held', row, until: row.leaseUntil };
  }
  return { outcome: row.attempt < maxAttempts ? 'claimable' : 'exhausted', row };
}
