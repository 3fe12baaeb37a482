import { LwaBridgeError } from '../../errors.js';
import type { JobStatus } from '../job.js';
import type { IndexPosition, ListOrder } from '../store/index-page.js';

/** What a cursor is good for: the next page of the same list. */
export interface ListedBy {
  readonly status: JobStatus;
  readonly order: ListOrder;
}

/** A position as a text that fits into a URL. */
export function writeCursor({ status, order }: ListedBy, { at, ids }: IndexPosition): string {
  return Buffer.from(JSON.stringify([status, order, at, ids])).toString('base64url');
}

/**
 * The position that a cursor stands for.
 * @throws LwaBridgeError `ERR_SETTINGS` for what is no cursor, or one of another list
 */
export function readCursor(cursor: string, { status, order }: ListedBy): IndexPosition {
  const fields = parse(cursor);
  if (!Array.isArray(fields)) throw badCursor('it is none that `list` gave');
  const [ofStatus, inOrder, at, ids] = fields as unknown[];
  if (!Number.isSafeInteger(at) || !isTexts(ids)) throw badCursor('it is none that `list` gave');
  if (ofStatus === status && inOrder === order) return { at: Number(at), ids };
  throw badCursor(
    `it is of a list of ${ofStatus}, ${inOrder}, and this one is of ${status}, ${order}`,
  );
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function badCursor(why: string): LwaBridgeError {
  return new LwaBridgeError('ERR_SETTINGS', `cursor: ${why}`);
}
