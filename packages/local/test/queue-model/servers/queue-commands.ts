import fc from 'fast-check';

/** One thing done to a queue. */
export type QueueCommand =
  | { readonly type: 'send'; readonly group: string }
  | { readonly type: 'receive'; readonly most: number; readonly seconds: number | undefined }
  /** `receipt` chooses among the messages that are in flight. */
  | { readonly type: 'delete'; readonly receipt: number }
  | { readonly type: 'change-visibility'; readonly receipt: number; readonly seconds: number };

/** What is done to a queue: a burst of commands at each tick. */
export interface QueueProgram {
  readonly fifo: boolean;
  readonly maxReceiveCount: number;
  /** Of the queue, in seconds. */
  readonly visibilityTimeout: number;
  /** The time between two bursts. A visibility timeout ends well before one of them, and after the last. */
  readonly tickMs: number;
  readonly bursts: readonly (readonly QueueCommand[])[];
}

const seconds = fc.constantFrom(1, 2, 4);

const command: fc.Arbitrary<QueueCommand> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('send'), group: fc.constantFrom('a', 'b') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('receive'),
      most: fc.integer({ min: 1, max: 10 }),
      seconds: fc.option(seconds, { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete'), receipt: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('change-visibility'),
      receipt: fc.nat(20),
      seconds: fc.oneof(fc.constant(0), seconds),
    }),
  },
);

/** Any program that takes some ten seconds. */
export const anyProgram = (fifo: boolean): fc.Arbitrary<QueueProgram> =>
  fc.record({
    fifo: fc.constant(fifo),
    maxReceiveCount: fc.integer({ min: 1, max: 3 }),
    visibilityTimeout: fc.constant(2),
    tickMs: fc.constant(1500),
    bursts: fc.array(fc.array(command, { minLength: 1, maxLength: 5 }), {
      minLength: 4,
      maxLength: 6,
    }),
  });

/** The same program, so many times slower. */
export function slowDown(program: QueueProgram, times: number): QueueProgram {
  const slower = (command: QueueCommand): QueueCommand =>
    'seconds' in command && command.seconds !== undefined
      ? { ...command, seconds: command.seconds * times }
      : command;
  return {
    ...program,
    visibilityTimeout: program.visibilityTimeout * times,
    tickMs: program.tickMs * times,
    bursts: program.bursts.map((burst) => burst.map(slower)),
  };
}
