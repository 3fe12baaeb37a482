import type { SqsHandlerOptions } from 'lwa-bridge';
import type { QueueRules } from '../model-queue.js';

/** What the function does with a message, at one of its receipts. */
export type Deed =
  | 'succeed'
  | 'throw'
  | 'give-up'
  | 'put-off'
  /** Never settles. */
  | 'hang'
  /** Stops, with an error, as soon as it is signalled. */
  | 'obey'
  /** Resolves in the very moment in which it is signalled. */
  | 'give-in'
  /** Pays no heed to the signal and resolves after it. */
  | 'too-late'
  /** Ends its process. */
  | 'crash'
  /** Blocks its process until Lambda ends it. */
  | 'block';

/** One receipt of a message: what the function does, and what goes wrong around it. */
export interface Receipt {
  readonly deed: Deed;
  /** How long it takes, in milliseconds; 0 is at once. */
  readonly ms: number;
  /** `put-off`: for how long, in seconds. */
  readonly seconds: number;
  /** Standard queues: a second copy, in the same batch or while the first is in flight. */
  readonly copy: 'none' | 'same-batch' | 'another-batch';
  /** The message is not deleted although it should be. */
  readonly deletionFails: boolean;
  /** SQS refuses what the handler asks of it: to change the visibility timeout, to take the message. */
  readonly sqsRefuses: boolean;
  /** Standard queues: what is received first. */
  readonly rank: number;
}

/** A message, and what is to happen to it. */
export interface PlannedMessage {
  /** In milliseconds after the message before. */
  readonly sentAfter: number;
  readonly group: string;
  readonly body: 'valid' | 'malformed' | 'refused-by-schema';
  /** By receive count; the last one stands for all later ones. */
  readonly receipts: readonly [Receipt, ...Receipt[]];
}

/** What `onNonRetriable` is, and where it is a function, what that does. */
export type NonRetriablePlan =
  | 'redrive'
  | 'acknowledge'
  | 'resolves'
  | 'throws'
  | 'hangs'
  /** `toDeadLetterQueue`. */
  | 'sends';

/** The options of the handler, as far as they can be planned. */
export type HandlerPlan = Required<
  Pick<SqsHandlerOptions, 'concurrency' | 'reportBatchItemFailures' | 'throwOnFullBatchFailure'>
> & {
  readonly onNonRetriable: NonRetriablePlan;
  readonly deadlineMarginMs: number | undefined;
  /** What `retryDelay` gives, in seconds. */
  readonly retryDelay: number | undefined;
};

/** How the event source mapping is configured. */
export interface MappingPlan {
  readonly batchSize: number;
  readonly reportBatchItemFailures: boolean;
  /** Batches on their way at once. */
  readonly maximumConcurrency: number;
  /** FIFO queues: the most messages of one group in a batch. */
  readonly messagesPerGroup: number;
}

/** All that happens to a queue and its function. */
export interface Scenario {
  readonly queue: QueueRules;
  readonly mapping: MappingPlan;
  readonly handler: HandlerPlan;
  /** Of the function, in seconds. */
  readonly timeout: number;
  /**
   * When the invocation's signal is given, in milliseconds: early, as when the server shuts down, or
   * never; else as `serveEvents` does.
   */
  readonly signalAfter: number | 'never' | undefined;
  readonly messages: readonly PlannedMessage[];
}

/** The name of a message: by its place in the scenario. */
export const idOf = (index: number): string => `m${index}`;

/** The message of this name. */
export function plannedMessage({ messages }: Scenario, id: string): PlannedMessage {
  const message = messages[Number(id.slice(1))];
  if (!message) throw new Error(`no message ${id} is planned`);
  return message;
}

/** What is planned for this receipt of a message. */
export function plannedReceipt(scenario: Scenario, id: string, receiveCount: number): Receipt {
  const { receipts } = plannedMessage(scenario, id);
  return receipts[Math.min(receiveCount, receipts.length) - 1] ?? receipts[0];
}

/**
 * Whether the handler thinks that the mapping reads its reply, which it does not. Then the messages
 * that failed in a batch of which others succeeded are lost.
 */
export const isMismatched = ({ mapping, handler }: Scenario): boolean =>
  handler.reportBatchItemFailures && !mapping.reportBatchItemFailures;
