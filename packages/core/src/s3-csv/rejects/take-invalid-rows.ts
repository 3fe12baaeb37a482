import { NonRetriableError } from '../../errors.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import type { OnInvalidRow } from '../csv-batch.js';
import { CsvRowError, type InvalidRow } from '../invalid-row.js';
import type { RejectsWriter } from './rejects-writer.js';

/**
 * What becomes of invalid rows.
 *
 * - `'fail'`: the first one fails the file with `ERR_CSV_ROW`, for good.
 * - `'skip'`: they are counted and skipped.
 * - `'collect'`: they are counted, skipped and written to a file of their own, see `rejects`.
 * - a function: resolving counts and skips the row, throwing fails the file.
 */
export type InvalidRowMode =
  | 'fail'
  | 'skip'
  | 'collect'
  | ((row: InvalidRow, context: ObjectContext) => unknown);

/** How invalid rows are taken. */
export interface InvalidRowTaking {
  readonly mode: InvalidRowMode;
  /** More of them fail the file. */
  readonly most: number;
  /** How many there have been in earlier messages. */
  readonly before: number;
  readonly rejects: RejectsWriter | undefined;
}

/** What the reader gives invalid rows to; `undefined` where the first one fails the file. */
export function takeInvalidRows(
  context: ObjectContext,
  { mode, most, before, rejects }: InvalidRowTaking,
): OnInvalidRow | undefined {
  if (mode === 'fail') return undefined;
  let count = before;
  return (row) => {
    count += 1;
    if (count > most) throw tooMany(row, most);
    const { rowNumber, offset, reason, message } = row;
    context.log.debug({ key: context.object.key, rowNumber, offset, reason }, message);
    rejects?.add(row);
    return typeof mode === 'function' ? mode(row, context) : undefined;
  };
}

function tooMany(row: InvalidRow, most: number): NonRetriableError {
  const cause = new CsvRowError(row);
  return new NonRetriableError(
    `more than ${most} rows are invalid; the last one: ${cause.message}`,
    {
      code: 'ERR_CSV_TOO_MANY_INVALID_ROWS',
      cause,
    },
  );
}
