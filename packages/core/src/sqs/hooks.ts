import type { EventContext } from '../serve-events/event-context.js';
import type { Message, MessageContext, MessageQueue } from './message.js';
import type { MessageOutcome } from './outcome.js';

/**
 * Told what a batch and its messages do, for metrics and traces. Each is optional, none is waited for,
 * and what one throws is logged and changes nothing.
 */
export interface SqsHooks {
  /** Before the first message. */
  onBatchStart?(batch: BatchStart): unknown;
  /** Before a message is worked on. */
  onMessageStart?(message: MessageStart): unknown;
  /** Once for each message of the batch, also for those that were not started. */
  onMessageEnd?(message: MessageEnd): unknown;
  /** Once the reply is made, or the invocation is to fail. */
  onBatchEnd?(batch: BatchEnd): unknown;
}

/** A batch that begins. */
export interface BatchStart {
  /** Of the first message; empty strings where the batch is empty. */
  readonly queue: MessageQueue;
  /** How many there are. */
  readonly messages: number;
  readonly context: EventContext;
}

/** A message that is about to be worked on. */
export interface MessageStart {
  readonly message: Message;
  readonly context: MessageContext;
}

/** A message, and what became of it. */
export interface MessageEnd extends MessageStart {
  readonly outcome: MessageOutcome;
  /** In milliseconds, with fractions: body, function, and what was done about a failure. 0 where it was not started. */
  readonly durationMs: number;
  /** Why, where the outcome is not `processed`. */
  readonly error: unknown;
}

/** A batch, and what became of it. */
export interface BatchEnd extends BatchStart {
  /** In milliseconds, with fractions. */
  readonly durationMs: number;
  /** How many messages had each outcome. */
  readonly outcomes: Readonly<Record<MessageOutcome, number>>;
  /** How many come back, as far as the reply says so. */
  readonly failed: number;
  /** Why the whole invocation fails, where it does: then all messages come back. */
  readonly error: unknown;
}
