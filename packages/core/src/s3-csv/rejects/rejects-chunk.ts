/** Rejected rows that have been stored: the beginning of an object. */
export interface RejectsChunk {
  /** The object's key. */
  readonly key: string;
  /** How many of its bytes count: what was written after the last checkpoint does not. */
  readonly bytes: number;
}
