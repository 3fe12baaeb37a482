import { LwaBridgeError } from '../errors.js';
import { isSchema, schemaWanted } from '../standard-schema.js';
import { checkColumns } from './csv-columns.js';
import { csvEncodings } from './decode/csv-encoding.js';
import type { CsvFormat } from './parse/csv-format.js';
import type { ReadCsvOptions } from './read-csv-rows.js';

/** The options of reading that `s3CsvHandler` has, too. */
export type SharedReadOptions<Row> = Omit<ReadCsvOptions<Row>, 'onInvalidRow' | 'signal' | 'from'>;

/**
 * Refuses options that can't be meant, or by which a file would be read into memory whole.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function checkReadOptions<Row>(options: SharedReadOptions<Row>): void {
  checkFormat(options);
  const { encoding, columns, schema } = options;
  if (encoding !== undefined && !csvEncodings.includes(encoding)) {
    refuse('encoding', `one of ${csvEncodings.join(', ')}`, encoding);
  }
  if (columns !== undefined) checkGivenColumns(columns);
  if (schema !== undefined && !isSchema(schema)) refuse('schema', schemaWanted, schema);
  const { batchSize, maxRecordBytes, maxReconnects } = options;
  checkWhole('batchSize', batchSize, 1, 1_000_000);
  // The text of a record has to fit into a string.
  checkWhole('maxRecordBytes', maxRecordBytes, 1, 2 ** 28);
  checkWhole('maxReconnects', maxReconnects, 0, Number.MAX_SAFE_INTEGER);
  const { stallTimeoutMs, maxInflatedBytes, maxInflateRatio } = options;
  // A timer of Node.js that is longer ends at once.
  checkNumber('stallTimeoutMs', stallTimeoutMs, 1, 2 ** 31 - 1);
  checkNumber('maxInflatedBytes', maxInflatedBytes, 1, Number.POSITIVE_INFINITY);
  checkNumber('maxInflateRatio', maxInflateRatio, 1, Number.POSITIVE_INFINITY);
}

/** Refuses what only `readCsvRows` takes. */
export function checkReadArguments<Row>(object: unknown, options: ReadCsvOptions<Row>): void {
  const { bucket, key } = (object ?? {}) as { bucket?: unknown; key?: unknown };
  if (typeof bucket !== 'string' || typeof key !== 'string' || bucket === '' || key === '') {
    refuse('object', 'a bucket and a key', object);
  }
  const { onInvalidRow, signal, from } = options;
  if (onInvalidRow !== undefined && typeof onInvalidRow !== 'function') {
    refuse('onInvalidRow', 'a function', onInvalidRow);
  }
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    refuse('signal', 'an AbortSignal', signal);
  }
  if (from === undefined) return;
  const isPosition = typeof from === 'object' && from !== null && Array.isArray(from.columns);
  if (!isPosition) refuse('from', 'the `next` of a batch', from);
  checkWhole('from.offset', from.offset, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('from.batchIndex', from.batchIndex, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('from.batchSize', from.batchSize, 1, Number.MAX_SAFE_INTEGER);
}

function checkFormat({ delimiter = ',', quote = '"', escape: escapeMark = '"' }: CsvFormat): void {
  if (typeof delimiter !== 'string' || !/^[^\r\n]+$/.test(delimiter)) {
    refuse('delimiter', 'one character or more, no line breaks', delimiter);
  }
  if (quote !== false && !isMark(quote)) refuse('quote', 'one ASCII character, or false', quote);
  if (!isMark(escapeMark)) refuse('escape', 'one ASCII character', escapeMark);
  if (quote !== false && delimiter.includes(quote)) {
    refuse('delimiter', `no text with the quote ${quote} in it`, delimiter);
  }
}

function isMark(value: unknown): boolean {
  return typeof value === 'string' && /^[\0-\x7F]$/.test(value) && !/[\r\n]/.test(value);
}

function checkGivenColumns(columns: readonly string[]): void {
  const areTexts = Array.isArray(columns) && columns.every((name) => typeof name === 'string');
  if (!areTexts) refuse('columns', 'the names of the columns', columns);
  try {
    checkColumns(columns);
  } catch (cause) {
    throw new LwaBridgeError('ERR_SETTINGS', `columns: ${(cause as Error).message}`, { cause });
  }
}

function checkWhole(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  const upTo = most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : '';
  refuse(name, `a whole number from ${least}${upTo}`, value);
}

function checkNumber(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (typeof value === 'number' && value >= least && value <= most)) return;
  refuse(
    name,
    `a number from ${least}${most < Number.POSITIVE_INFINITY ? ` to ${most}` : ''}`,
    value,
  );
}

function refuse(name: string, wanted: string, got: unknown): never {
  const shown = typeof got === 'function' ? 'a function' : (JSON.stringify(got) ?? String(got));
  throw new LwaBridgeError('ERR_SETTINGS', `${name}: ${wanted}, got ${shown}`);
}
