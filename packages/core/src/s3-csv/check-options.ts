import { LwaBridgeError } from '../errors.js';
import { refuseUnknownOptions } from '../refuse-unknown-options.js';
import { objectFilter } from '../s3/object-filter.js';
import { checkReadOptions } from './check-read-options.js';
import type { S3CsvHandlerOptions } from './csv-handler-options.js';
import { csvOptionNames, rejectsNames, s3OptionsOf } from './option-names.js';

/**
 * Refuses options that can't be meant, or that would work on rejects as if they were files.
 *
 * @throws LwaBridgeError `ERR_SETTINGS`
 */
export function checkOptions<Row>(options: S3CsvHandlerOptions<Row>): void {
  refuseUnknownOptions('s3CsvHandler', options, csvOptionNames);
  checkReadOptions(options);
  const { checkpointEvery, maxHops, maxInvalidRows, parts } = options;
  checkCounts({ checkpointEvery, parts }, 1);
  checkCounts({ maxHops, maxInvalidRows }, 0);
  const { clockSkew, leaseTime, progressIntervalMs, retentionDays } = options;
  for (const [name, value] of Object.entries({ clockSkew, progressIntervalMs })) {
    if (value !== undefined && !(value >= 0)) refuse(name, 'milliseconds, from 0', value);
  }
  if (leaseTime !== undefined && !(leaseTime > 0)) {
    refuse('leaseTime', 'milliseconds, above 0', leaseTime);
  }
  if (retentionDays !== undefined && !(retentionDays > 0 && retentionDays <= 36_500)) {
    refuse('retentionDays', 'a number above 0, at most 36500', retentionDays);
  }
  checkInvalidRows(options);
}

function checkInvalidRows<Row>(options: S3CsvHandlerOptions<Row>): void {
  const { onInvalidRow = 'fail', rejects } = options;
  const isMode = ['fail', 'skip', 'collect'].some((mode) => mode === onInvalidRow);
  if (!isMode && typeof onInvalidRow !== 'function') {
    refuse('onInvalidRow', "'fail', 'skip', 'collect' or a function", onInvalidRow);
  }
  if (onInvalidRow === 'collect' && !rejects)
    refuse('rejects', "'collect' needs a prefix", rejects);
  if (!rejects) return;
  if (onInvalidRow !== 'collect') refuse('rejects', "goes with onInvalidRow: 'collect'", rejects);
  refuseUnknownOptions('s3CsvHandler: rejects', rejects, rejectsNames);
  if (typeof rejects.prefix !== 'string') refuse('rejects.prefix', 'a text', rejects.prefix);
  // Each file is called `...rejects.csv`, and what it is made of ends in `.csv`, too.
  // A bucket that is not known yet may be the input's.
  const { bucket, prefix } = rejects;
  const output = { prefix, suffix: '.csv', ...(typeof bucket === 'string' && { bucket }) };
  objectFilter({ ...s3OptionsOf(options), output });
}

function checkCounts(counts: Record<string, number | undefined>, least: number): void {
  for (const [name, value] of Object.entries(counts)) {
    if (value === undefined || (Number.isInteger(value) && value >= least)) continue;
    refuse(name, `a whole number from ${least}`, value);
  }
}

function refuse(name: string, wanted: string, got: unknown): never {
  const shown = typeof got === 'function' ? 'a function' : JSON.stringify(got);
  throw new LwaBridgeError('ERR_SETTINGS', `s3CsvHandler: ${name}: ${wanted}, got ${shown}`);
}
