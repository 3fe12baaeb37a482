/**
 * Orders two events of the same key by their sequencers: negative when `a` came first, positive when
 * `b` did, 0 when they are the same event. Says nothing about events of different keys.
 *
 * The shorter one is padded with zeros on its right, then both are compared as strings (Amazon S3
 * User Guide, "Event message structure").
 *
 * @example
 * ```ts
 * import { compareSequencers, type S3Object } from 'lwa-bridge';
 *
 * const isNewer = (a: S3Object, b: S3Object) =>
 *   a.sequencer !== undefined &&
 *   b.sequencer !== undefined &&
 *   compareSequencers(a.sequencer, b.sequencer) > 0;
 * ```
 */
export function compareSequencers(a: string, b: string): -1 | 0 | 1 {
  const length = Math.max(a.length, b.length);
  const left = a.toUpperCase().padEnd(length, '0');
  const right = b.toUpperCase().padEnd(length, '0');
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
