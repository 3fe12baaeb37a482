import type { History, Row, RowWrite } from '../history/history.ts';
import { isClaim, type JobHistory } from './job-histories.ts';

/**
 * Whether each write was a legal step from the one before: states, tokens, leases, attempts. And
 * whether the table holds what was last written.
 */
export function checkWrites({ writes, row }: JobHistory, { maxAttempts }: History): string[] {
  const violations = writes.flatMap((write, index) =>
    checkWrite(write, writes[index - 1], maxAttempts),
  );
  const last = writes.at(-1)?.row;
  if (!row) violations.push('is lost: it is not in the table');
  else if (JSON.stringify(row) !== JSON.stringify(last)) {
    violations.push('is in the table as nobody wrote it');
  }
  return violations;
}

function checkWrite(write: RowWrite, before: RowWrite | undefined, maxAttempts: number): string[] {
  const { row } = write;
  const step = `${before?.row.status ?? 'nothing'} -> ${row.status}`;
  if (isClaim(write, before)) {
    return before ? checkClaim(write, before, maxAttempts) : [`illegal step ${step}`];
  }
  const wrong = checkAttempt(row.attempt, before?.row, step);
  const sameToken = row.token === before?.row.token;
  switch (step) {
    case 'nothing -> PENDING':
    case 'FAILED -> PENDING':
    case 'PENDING -> FAILED':
      return wrong;
    case 'PROCESSING -> COMPLETED':
    case 'PROCESSING -> PENDING':
    case 'PROCESSING -> PROCESSING':
    case 'PENDING -> PENDING':
      return sameToken ? wrong : [...wrong, `${step} with another token than its claim's`];
    case 'PROCESSING -> FAILED':
      // By its holder, or by whoever found it out of attempts, its lease over.
      if (sameToken || isOver(before, row.updatedAt)) return wrong;
      return [...wrong, `${step} by another one, while the lease holds`];
    default:
      return [...wrong, `illegal step ${step}`];
  }
}

// Only a claim counts an attempt, and only `retry` begins anew.
function checkAttempt(attempt: number, before: Row | undefined, step: string): string[] {
  const right = step === 'FAILED -> PENDING' ? 0 : (before?.attempt ?? 0);
  return attempt === right ? [] : [`${step} with attempt ${attempt}`];
}

function checkClaim({ row }: RowWrite, before: RowWrite, maxAttempts: number): string[] {
  const wrong: string[] = [];
  if (row.attempt > maxAttempts) wrong.push(`attempt ${row.attempt} of ${maxAttempts}`);
  const { status, attempt, token, notBefore = 0 } = before.row;
  if (row.attempt !== attempt + 1) wrong.push(`claimed: attempt ${attempt} became ${row.attempt}`);
  if (row.token === undefined || row.token === token) wrong.push('claimed without a new token');
  if (status === 'PENDING') {
    if (notBefore > row.updatedAt) wrong.push('claimed before it was due');
  } else if (status !== 'PROCESSING') {
    wrong.push(`illegal step ${status} -> ${row.status}`);
  } else if (!isOver(before, row.updatedAt)) {
    wrong.push('claimed while the lease of another worker holds');
  }
  return wrong;
}

function isOver(before: RowWrite | undefined, now: number): boolean {
  const until = before?.row.leaseUntil;
  return until !== undefined && until <= now;
}
