/**
 * What became of a message.
 *
 * - `processed`: the function resolved. Deleted.
 * - `discarded`: no retry could help, and `onNonRetriable` dealt with it. Deleted.
 * - `failed`: comes back.
 * - `blocked`: not started, since an earlier message of its FIFO group failed. Comes back.
 * - `unfinished`: under way when the time was up. Comes back, even if it resolves later.
 * - `not-started`: the time was up before it began. Comes back.
 */
export type MessageOutcome =
  | 'processed'
  | 'discarded'
  | 'failed'
  | 'blocked'
  | 'unfinished'
  | 'not-started';

/** A message's outcome, and why. */
export type MessageResult =
  | { readonly outcome: 'processed'; readonly error?: undefined }
  | { readonly outcome: Exclude<MessageOutcome, 'processed'>; readonly error: unknown };

/** Whether the mapping is to delete a message with this outcome. */
export function isDeleted(outcome: MessageOutcome): boolean {
  return outcome === 'processed' || outcome === 'discarded';
}
