import type { Schema } from 'lwa-bridge';
import type { Queue, Sqs } from './sqs.ts';

/** A library under comparison. */
export interface Contender {
  /** The head of its column. */
  readonly name: string;
  /** The packages that were tried, `name@version`. */
  readonly packages: readonly string[];
  /** It is called by Lambda's event source mapping; else it reads the queue itself. */
  readonly onLambda: boolean;
  /**
   * Sends the task's messages, has them worked on once, and says what became of them; `undefined`
   * where the library has no means of its own for what the task wants.
   */
  run(task: Task, sqs: Sqs): Promise<Outcome | undefined>;
}

/** A batch of messages, what is done for each, and what is wanted of the library. */
export interface Task {
  /** Objects are sent as JSON, with their number as `n`; texts as they are. */
  readonly bodies: readonly unknown[];
  readonly work: Work;
  readonly attributes?: Record<
    string,
    { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }
  >;
  /** The message group of each: the queue is a FIFO queue. */
  readonly groups?: string;
  /** The function's timeout. @default 10_000 */
  readonly timeoutMs?: number;
  /** How the event source mapping is configured. @default true */
  readonly reportBatchItemFailures?: boolean;
  /** The event, where it is not the one of an SQS queue, or not in order. */
  readonly event?: object;
  readonly wanted?: Wanted;
}

/** Called for each message. Its number is counted from 1. */
// biome-ignore lint/suspicious/noExplicitAny: a handler in JavaScript, which takes the body for granted
export type Work = (n: number, body: any, told: Told) => unknown;

/** What the library tells the handler beside the body, as it tells it. */
export interface Told {
  readonly messageId: string;
  readonly receiveCount?: unknown;
  readonly attributes?: Record<string, unknown>;
  readonly signal?: AbortSignal | undefined;
}

/** What a task wants of the library's options. */
export interface Wanted {
  /** The body is validated: by its schema, or by that of a record whose body it is. */
  readonly schema?: { body: Schema<unknown, unknown>; record: Schema<unknown, unknown> };
  /** At most so many messages at once. */
  readonly concurrency?: number;
  /** The order within a message group is kept. */
  readonly fifo?: true;
  /** The library itself is told that the mapping has no `ReportBatchItemFailures`. */
  readonly noPartialResponse?: boolean;
  /** Failed messages come back later each time. */
  readonly backOff?: boolean;
  /** What throws {@link Permanent} goes there at once, with the reason. */
  readonly deadLetters?: Pick<Queue, 'url' | 'messages'>;
  /** What throws {@link PutOff} comes back when that says. */
  readonly putOff?: true;
  /** Each message's end is told into here, with all that the library says of it. */
  readonly heard?: Record<string, unknown>[];
}

/** What became of the messages, by their numbers. */
export interface Outcome {
  readonly started: readonly number[];
  readonly done: readonly number[];
  readonly deleted: readonly number[];
  readonly returned: readonly number[];
  /** The largest number of messages under way at once. */
  readonly atOnce: number;
  /** The function error, where the invocation failed. */
  readonly error?: unknown;
  /** For how many seconds each of the returned stays hidden. */
  readonly hiddenFor: ReadonlyMap<number, number>;
  /** What was written to the log and the console. */
  readonly log: string;
}

/** Thrown by a handler: no retry can help. Contenders map it to their own error where they have one. */
export class Permanent extends Error {}

/** Thrown by a handler: come back after so many seconds. */
export class PutOff extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`busy for ${seconds} s`);
    this.seconds = seconds;
  }
}
