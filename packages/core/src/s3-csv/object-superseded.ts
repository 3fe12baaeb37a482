import { NonRetriableError } from '../errors.js';
import type { ObjectLocation } from './object-range.js';

const mark = Symbol.for('lwa-bridge.object-superseded');

/**
 * The object that a notification told of is not there any more, so no retry can read it.
 *
 * `code` is `ERR_OBJECT_SUPERSEDED` when another one took its place (whose own notification does the
 * work), `ERR_OBJECT_NOT_FOUND` when it was deleted.
 */
export class ObjectSupersededError extends NonRetriableError {
  /** @internal */
  readonly [mark] = true;
  readonly object: ObjectLocation;
  readonly reason: 'replaced' | 'deleted';

  constructor(object: ObjectLocation, reason: 'replaced' | 'deleted', cause: unknown) {
    super(
      `s3://${object.bucket}/${object.key} has been ${reason} since its notification was sent`,
      {
        code: reason === 'replaced' ? 'ERR_OBJECT_SUPERSEDED' : 'ERR_OBJECT_NOT_FOUND',
        cause,
      },
    );
    this.name = 'ObjectSupersededError';
    this.object = object;
    this.reason = reason;
  }
}

/** True for an {@link ObjectSupersededError}, also one made by another copy of this library. */
export function isObjectSupersededError(error: unknown): error is ObjectSupersededError {
  return typeof error === 'object' && error !== null && Object.hasOwn(error, mark);
}

/** Whether an error says that of this object: the function that works on it may have read others. */
export function isSupersededOf(
  { bucket, key }: ObjectLocation,
  error: unknown,
): error is ObjectSupersededError {
  return (
    isObjectSupersededError(error) && error.object.bucket === bucket && error.object.key === key
  );
}
