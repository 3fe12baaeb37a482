import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Row } from './history.ts';

/** Reads a row of the table, by the wire format that docs/jobs.md tells. */
export function readRow(item: Readonly<Record<string, AttributeValue>>): Row {
  const number = (name: string) => {
    const digits = item[name]?.N;
    return digits === undefined ? undefined : Number(digits);
  };
  return {
    id: item.job_id?.S ?? '',
    status: item.status?.S ?? '',
    attempt: number('attempt') ?? 0,
    token: item.lease_token?.S,
    leaseUntil: number('lease_until'),
    notBefore: number('not_before'),
    updatedAt: Date.parse(item.updated_at?.S ?? ''),
    result: item.result?.S,
    error: item.error?.S,
  };
}
