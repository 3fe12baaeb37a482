import type { CsvPosition } from '../csv-position.js';
import { type CsvTotals, noTotals } from '../csv-totals.js';
import type { RejectsChunk } from '../rejects/rejects-chunk.js';

/** How far the work on a file, or on a part of one, has come. Stored as JSON. */
export interface Checkpoint {
  /** Where it goes on. Default: the file's start. */
  readonly position?: CsvPosition | undefined;
  readonly totals: CsvTotals;
  /** Where the rows are that were rejected so far. */
  readonly rejects: readonly RejectsChunk[];
  /** How long has been worked on it, in milliseconds. */
  readonly elapsedMs: number;
  /** Of a part: the bytes that it is made of. */
  readonly range?: ByteRange | undefined;
  /** Of a file that is cut into parts: how far that has come. */
  readonly plan?: PartsPlan | undefined;
}

/** Bytes from `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** How a file is cut into parts. */
export interface PartsPlan {
  /** A part ends with the first batch that makes it this long. */
  readonly partBytes: number;
  /** How many parts have been cut off. */
  readonly count: number;
  /** Where the next part begins. */
  readonly start: CsvPosition;
}

/** What came of one part. Stored as JSON. */
export type PartResult = Pick<Checkpoint, 'totals' | 'rejects'>;

/** Of a file that nobody has begun. */
export const noCheckpoint: Checkpoint = { totals: noTotals, rejects: [], elapsedMs: 0 };
