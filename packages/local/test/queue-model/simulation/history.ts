/** A copy of a message in a batch: which receipt of which message it is. */
export interface Copy {
  readonly invocation: number;
  readonly id: string;
  readonly receiveCount: number;
}

/** How the function, or the function for what cannot be retried, ended for a copy. */
export type Ending = 'succeeded' | 'failed' | 'put-off' | 'gave-up' | 'acknowledged' | 'refused';

/** Something that happened. */
export type Happening =
  /** A copy of a batch; `again` where another is in flight. */
  | ({ readonly type: 'received'; readonly again: boolean } & Copy)
  | ({
      readonly type: 'started';
      readonly as: 'message' | 'non-retriable';
      readonly signalled: boolean;
    } & Copy)
  | ({ readonly type: 'ended'; readonly how: Ending; readonly signalled: boolean } & Copy)
  /** A message asked to be put off, and SQS would do it. */
  | ({ readonly type: 'put-off'; readonly seconds: number } & Copy)
  | { readonly type: 'invoked'; readonly invocation: number; readonly process: string }
  /** The function was told to stop. */
  | { readonly type: 'signalled'; readonly invocation: number }
  /** A process crashed, or was blocked: nothing runs in it any more. */
  | { readonly type: 'stopped'; readonly process: string }
  /** The invocation is over, and the mapping has decided. */
  | {
      readonly type: 'decided';
      readonly invocation: number;
      readonly outcome: 'replied' | 'threw' | 'died' | 'timed-out';
      readonly remainingMs: number;
      readonly deleted: readonly string[];
      readonly returned: readonly string[];
      readonly reason: string;
    };

/** Something that happened, and when, in milliseconds since the start. */
export type Timed = Happening & { readonly at: number };

/** What happened, in order. */
export type History = readonly Timed[];

/** Writes a {@link History}. */
export interface Recorder {
  record(happening: Happening): void;
  readonly history: History;
}

/** Starts a {@link History} now. */
export function startHistory(): Recorder {
  const started = Date.now();
  const history: Timed[] = [];
  return {
    history,
    record: (happening) => history.push({ at: Date.now() - started, ...happening }),
  };
}
