import { NonRetriableError } from '../errors.js';
import type { CsvRecord } from './csv-records.js';

/** A row without a schema: its fields as text, by column name. */
export type CsvRow = Record<string, string>;

/**
 * Reads the header row.
 *
 * @throws NonRetriableError `ERR_CSV_HEADER`
 */
export function readHeader({ fields, problem }: CsvRecord): readonly string[] {
  if (problem !== undefined) throw badHeader(problem);
  return checkColumns(fields);
}

/**
 * Refuses names that can't tell the columns apart.
 *
 * @throws NonRetriableError `ERR_CSV_HEADER`
 */
export function checkColumns(names: readonly string[]): readonly string[] {
  if (names.length === 0) throw badHeader('there is no column');
  const seen = new Map<string, number>();
  names.forEach((name, index) => {
    const column = index + 1;
    if (name.trim() === '') throw badHeader(`column ${column} has no name`);
    // As a property it would set the row's prototype.
    if (name === '__proto__') throw badHeader(`column ${column} is called __proto__`);
    const twin = seen.get(name);
    if (twin !== undefined)
      throw badHeader(`columns ${twin} and ${column} are both called "${name}"`);
    seen.set(name, column);
  });
  return names;
}

/** Makes a row of as many fields as there are columns. */
export function toRow(columns: readonly string[], fields: readonly string[]): CsvRow {
  const row: CsvRow = {};
  for (let index = 0; index < columns.length; index++) {
    row[columns[index] as string] = fields[index] as string;
  }
  return row;
}

function badHeader(reason: string): NonRetriableError {
  return new NonRetriableError(`bad CSV header: ${reason}`, { code: 'ERR_CSV_HEADER' });
}
