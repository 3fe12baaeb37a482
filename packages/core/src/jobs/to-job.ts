import { LwaBridgeError } from '../errors.js';
import type { Job, JobDefinitions, JobOf } from './job.js';
import type { JobRow } from './store/job-row.js';

/**
 * The job that a row stands for.
 * @throws LwaBridgeError `ERR_JOB_TYPE` where it is of none of these types
 */
export function toJob<Definitions extends JobDefinitions>(
  definitions: Definitions,
  row: JobRow,
): JobOf<Definitions> {
  if (!isKnownType(definitions, row)) throw unknownType(definitions, row);
  // Input and output were checked against the definitions before they were stored.
  return asJob(row, typeOf(definitions, row) ?? '') as unknown as JobOf<Definitions>;
}

/** The job that a row stands for, of whatever type. */
export function asJob(row: JobRow, type: string): Job {
  return {
    id: row.id,
    type,
    input: readJson(row.input),
    attempt: row.attempt,
    createdAt: toDate(row.createdAt),
    updatedAt: toDate(row.updatedAt),
    ...stateOf(row),
  };
}

/** The type of a job: a row that does not say is of the only type. */
export function typeOf(definitions: JobDefinitions, { type }: JobRow): string | undefined {
  const [only, ...others] = Object.keys(definitions);
  return type ?? (others.length === 0 ? only : undefined);
}

/** The types of these jobs as rows have them: one that does not say is of the only type. */
export function typesOf(definitions: JobDefinitions): (string | undefined)[] {
  const types = Object.keys(definitions);
  return types.length === 1 ? [...types, undefined] : types;
}

/** Whether a job is of one of these types. */
export function isKnownType(definitions: JobDefinitions, row: JobRow): boolean {
  return Object.hasOwn(definitions, typeOf(definitions, row) ?? '');
}

/** What is said of a job that is of none of these types. */
export function unknownType(definitions: JobDefinitions, { id, type }: JobRow): LwaBridgeError {
  const known = Object.keys(definitions).join(', ');
  return new LwaBridgeError(
    'ERR_JOB_TYPE',
    type === undefined
      ? `job ${id} has no job_type, and there are several: ${known}`
      : `job ${id} is of the type ${type}, which is none of ${known}`,
  );
}

function stateOf(row: JobRow) {
  switch (row.status) {
    case 'PENDING':
      return { status: row.status, notBefore: toDate(row.notBefore), lastError: row.error };
    case 'PROCESSING':
      return {
        status: row.status,
        leaseUntil: toDate(row.leaseUntil),
        progress: row.progress,
        lastError: row.error,
      };
    case 'COMPLETED':
      return { status: row.status, output: readJson(row.result), expiresAt: expiry(row) };
    case 'FAILED':
      return { status: row.status, error: row.error ?? '', expiresAt: expiry(row) };
  }
}

function expiry({ expiresAt }: JobRow): Date | undefined {
  return expiresAt === undefined ? undefined : toDate(expiresAt * 1000);
}

/** A time of a row. What another program wrote may be none: not worth failing for. */
export function toDate(value: string | number | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

// Another program may have written plain text; it is shown as it is.
function readJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
