import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { CsvBatch } from '../csv-batch.js';
import type { CsvTotals } from '../csv-totals.js';

/** How far the work on a file has come. */
export interface CsvProgress extends CsvTotals {
  /** How much of the object has been read, from 0 to 1; of a part, how much of the part. */
  readonly fraction: number;
  /** Since the file was begun, waiting between invocations not counted. */
  readonly rowsPerSecond: number;
  /** Of the object, compressed or not. */
  readonly bytesPerSecond: number;
  /** How long the rest takes at that rate; `undefined` where there is none yet. */
  readonly secondsLeft: number | undefined;
  /** The part of the file, where it was cut into parts. */
  readonly part?: number;
}

/** Makes the progress after a batch. */
export function csvProgress(
  { totals, elapsedMs, range }: Checkpoint,
  { bytesRead, objectSize }: Pick<CsvBatch<unknown>, 'bytesRead' | 'objectSize'>,
): CsvProgress {
  const { start, end } = range ?? { start: 0, end: objectSize };
  const [done, size] = [bytesRead - start, end - start];
  const seconds = elapsedMs / 1000;
  const bytesPerSecond = seconds > 0 ? done / seconds : 0;
  return {
    ...totals,
    fraction: size > 0 ? Math.min(1, done / size) : 1,
    rowsPerSecond: seconds > 0 ? Math.round(totals.rows / seconds) : 0,
    bytesPerSecond: Math.round(bytesPerSecond),
    secondsLeft:
      bytesPerSecond > 0 ? Math.ceil(Math.max(0, size - done) / bytesPerSecond) : undefined,
  };
}
