import { NonRetriableError } from '../errors.js';
import type { SchemaIssue } from '../standard-schema.js';

/** A record that makes no row. */
export interface InvalidRow {
  /** 1 for the first record after the header. */
  readonly rowNumber: number;
  /** The byte at which it begins; in a gzip, of what it holds. */
  readonly offset: number;
  /**
   * - `'quotes'`: it can't be cut into fields.
   * - `'columns'`: it has more or fewer fields than there are columns.
   * - `'schema'`: the schema refused it.
   */
  readonly reason: 'quotes' | 'columns' | 'schema';
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** What the schema said; empty for the other reasons. */
  readonly issues: readonly SchemaIssue[];
  /** Its fields as they stand in the file; none where it can't be cut into fields. */
  readonly fields: readonly string[];
  /** Its text, without its line break, where it can't be cut into fields. */
  readonly text?: string;
}

/** An invalid row that failed its file, since nobody took it: there is no `onInvalidRow`. */
export class CsvRowError extends NonRetriableError {
  readonly row: InvalidRow;

  constructor(row: InvalidRow) {
    super(`row ${row.rowNumber} at byte ${row.offset}: ${row.message}`, {
      code: 'ERR_CSV_ROW',
      ...(row.issues.length > 0 && { cause: row.issues }),
    });
    this.name = 'CsvRowError';
    this.row = row;
  }
}
