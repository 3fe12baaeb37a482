// The last time that a Date can hold.
const latest = 8.64e15;

/** In which order the index is read. */
export type ListOrder = 'newest-first' | 'oldest-first';

/**
 * How far the index was read, across all its shards: to this time, and at this very time to these
 * jobs. It names no shard, so it stays small however many there are.
 */
export interface IndexPosition {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly ids: readonly string[];
}

/** What the index has of a job. */
export interface IndexEntry {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The part of an index that a page is made of. */
export interface IndexRange {
  /** Epoch milliseconds, inclusive. */
  readonly from?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  readonly until?: number | undefined;
  readonly order: ListOrder;
  readonly limit: number;
  readonly after?: IndexPosition | undefined;
}

/** Times of the index, in epoch milliseconds, both inclusive. Empty where the first is after the last. */
export interface TimeRange {
  readonly first: number;
  readonly last: number;
}

/** One page of the index. */
export interface IndexPage {
  readonly entries: readonly IndexEntry[];
  readonly next: IndexPosition | undefined;
}

/** The times at which there may be something for the next page. */
export function timesOf({ from = 0, until, order, after }: IndexRange): TimeRange {
  const last = (until ?? latest) - 1;
  if (!after) return { first: from, last };
  return order === 'oldest-first'
    ? { first: Math.max(from, after.at), last }
    : { first: from, last: Math.min(last, after.at) };
}

/**
 * How many entries to ask of each shard: those of this page, and those at the position itself that
 * the page before has had.
 */
export function entriesToRead({ limit, after }: IndexRange): number {
  return limit + (after?.ids.length ?? 0);
}

/**
 * The next page of what was found in all shards.
 *
 * @param found - from the position on, itself included; each shard's in order
 * @param mayHaveMore - whether a shard has more than was read of it
 */
export function takePage(
  found: readonly IndexEntry[],
  range: IndexRange,
  mayHaveMore: boolean,
): IndexPage {
  const { after, limit, order } = range;
  const seen = new Set(after?.ids);
  const left = found
    .filter(({ id, at }) => at !== after?.at || !seen.has(id))
    .toSorted((a, b) => (order === 'newest-first' ? b.at - a.at : a.at - b.at))
    .filter(isFirstOfItsJob());
  const entries = left.slice(0, limit);
  const more = mayHaveMore || left.length > entries.length;
  return { entries, next: more ? positionAfter(entries, after) : undefined };
}

// A job that is moving from one shard to another may be found in both.
function isFirstOfItsJob(): (entry: IndexEntry) => boolean {
  const ids = new Set<string>();
  return ({ id }) => {
    const isFirst = !ids.has(id);
    ids.add(id);
    return isFirst;
  };
}

function positionAfter(
  entries: readonly IndexEntry[],
  after: IndexPosition | undefined,
): IndexPosition | undefined {
  const at = entries.at(-1)?.at;
  if (at === undefined) return after;
  const ids = entries.filter((entry) => entry.at === at).map(({ id }) => id);
  return { at, ids: at === after?.at ? [...after.ids, ...ids] : ids };
}
