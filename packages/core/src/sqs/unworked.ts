import { LwaBridgeError } from '../errors.js';
import type { MessageContext } from './message.js';
import type { MessageResult } from './outcome.js';

/** The result of a message that was not started, since an earlier one of its group failed. */
export function blocked({ message: { groupId } }: MessageContext): MessageResult {
  const text = `an earlier message of group ${groupId} failed`;
  return { outcome: 'blocked', error: new LwaBridgeError('ERR_GROUP_BLOCKED', text) };
}

/** Gives the results of the messages that had no end when the time was up; those of one kind share theirs. */
export function outOfTime({ reason }: AbortSignal) {
  const results: { unfinished?: MessageResult; 'not-started'?: MessageResult } = {};
  return (outcome: 'unfinished' | 'not-started'): MessageResult => {
    results[outcome] ??= { outcome, error: notFinished(outcome, reason) };
    return results[outcome];
  };
}

function notFinished(outcome: 'unfinished' | 'not-started', reason: unknown): LwaBridgeError {
  const what = outcome === 'unfinished' ? 'not finished' : 'not started';
  const cause = reason === undefined ? {} : { cause: reason };
  return new LwaBridgeError('ERR_NOT_FINISHED', `${what} when the time was up`, cause);
}
