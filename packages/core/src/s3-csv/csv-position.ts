import type { ObjectLocation } from './object-range.js';

/**
 * Where a file goes on: before the first record of a batch. It is plain data, so that it can be
 * stored and used by another process: `readCsvRows(client, position.object, { from: position })`.
 */
export interface CsvPosition {
  /** The one object that this is a position in, pinned by what was found when it was read. */
  readonly object: ObjectLocation;
  /** The byte at which the next record begins; in a compressed object, of what it holds. */
  readonly offset: number;
  /** The number of the next batch. */
  readonly batchIndex: number;
  /** How many records make a batch. Numbers of batches mean nothing without it. */
  readonly batchSize: number;
  readonly columns: readonly string[];
  /**
   * Whether the object's bytes are the file's own, so that reading can begin at `offset`. Otherwise
   * (gzip, zstd) it begins at the start, and what comes before `offset` is thrown away.
   */
  readonly plain: boolean;
}
