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
  const results = new Map<string, MessageResult>();
  return (outcome: 'unfinished' | 'not-started'): MessageResult => {
    const known = results.get(outcome);
    if (known) return known;
    const text = `${outcome === 'unfinished' ? 'not finished' : 'not started'} when the time was up`;
    const cause = reason === undefined ? {} : { cause: reason };
    const result: MessageResult = {
      outcome,
      error: new LwaBridgeError('ERR_NOT_FINISHED', text, cause),
    };
    results.set(outcome, result);
    return result;
  };
}
