import { NonRetriableError, RetryAfterError } from '../../src/errors.js';
import type { MessageContext } from '../../src/sqs/message.js';

/** What a function for one message or object can do. */
export const behaviours = [
  'resolve',
  'resolve later',
  'throw an error',
  'throw something else',
  'reject',
  'throw a NonRetriableError',
  'throw a RetryAfterError',
  'be a generator',
  'use up the time',
] as const;

export type Behaviour = (typeof behaviours)[number];

/** One call of the function. */
export interface Call {
  readonly value: unknown;
  readonly record: object;
  readonly behaviour: Behaviour;
}

export const isDone = ({ behaviour }: Call) => behaviour.startsWith('resolve');
export const isPermanent = ({ behaviour }: Call) => behaviour === 'throw a NonRetriableError';

/** A function that does one thing after the other with each call, and keeps its calls. */
export function acting(toDo: readonly Behaviour[], stop: AbortController) {
  const calls: Call[] = [];
  const act = (value: unknown, { message }: MessageContext): unknown => {
    const behaviour = toDo[calls.length % toDo.length] ?? 'resolve';
    calls.push({ value, record: message.raw, behaviour });
    return behave(behaviour, stop);
  };
  return { act, calls };
}

function behave(behaviour: Behaviour, stop: AbortController): unknown {
  switch (behaviour) {
    case 'resolve':
      return undefined;
    case 'resolve later':
      return Promise.resolve().then(() => 'ignored');
    case 'throw an error':
      throw new Error('asked to');
    case 'throw something else':
      throw Object.create(null);
    case 'reject':
      return Promise.reject(undefined);
    case 'throw a NonRetriableError':
      throw new NonRetriableError('asked to');
    case 'throw a RetryAfterError':
      throw new RetryAfterError('asked to', { seconds: 1 });
    case 'be a generator':
      return (function* () {})();
    case 'use up the time':
      stop.abort(new Error('time is up'));
      return new Promise(() => {});
  }
}
