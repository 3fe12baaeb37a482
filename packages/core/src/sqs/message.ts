import type { EventContext } from '../serve-events/event-context.js';

/** One record of an SQS event, as Lambda sends it. */
export interface SqsRecord {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: {
    ApproximateReceiveCount: string;
    SentTimestamp: string;
    SenderId: string;
    ApproximateFirstReceiveTimestamp: string;
    AWSTraceHeader?: string | undefined;
    MessageGroupId?: string | undefined;
    MessageDeduplicationId?: string | undefined;
    SequenceNumber?: string | undefined;
    DeadLetterQueueSourceArn?: string | undefined;
  };
  messageAttributes: Record<string, SqsRecordAttribute>;
  md5OfBody: string;
  /** Where the message has attributes. */
  md5OfMessageAttributes?: string;
  eventSource: string;
  eventSourceARN: string;
  awsRegion: string;
}

/** One message attribute, as Lambda sends it. */
export interface SqsRecordAttribute {
  stringValue?: string | undefined;
  binaryValue?: string | undefined;
  stringListValues?: string[] | undefined;
  binaryListValues?: string[] | undefined;
  dataType: string;
}

/** An SQS event, as Lambda sends it. */
export interface SqsEvent {
  Records: SqsRecord[];
}

/** The reply of a function whose mapping has `ReportBatchItemFailures`. */
export interface SqsBatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * What is known of a message beside its body. It is a view of the record, read when it is asked for: a
 * copy by spreading has `raw` only.
 */
export interface Message {
  /** The message's id; `''` where a hand-written event has none. */
  readonly messageId: string;
  /** How often it has been received, this time included; 1 where the event does not say. */
  readonly receiveCount: number;
  /** When it was sent; `undefined` where the event does not say. */
  readonly sentAt: Date | undefined;
  /** Message attributes by name, each as what its data type says. `raw` has them as they were sent. */
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** The message group, on FIFO queues (and fair standard queues). */
  readonly groupId: string | undefined;
  /** Where it came from; empty strings where a hand-written event does not say. */
  readonly queue: MessageQueue;
  /** The X-Ray trace header that it was sent with. */
  readonly traceHeader: string | undefined;
  /** The record itself, untouched. */
  readonly raw: SqsRecord;
}

/**
 * The value of a message attribute: `String` a string, `Number` a number, `Binary` its bytes.
 *
 * A whole `Number` over 2^53 is a bigint, as SQS keeps 38 digits and a JavaScript number does not. Of a
 * fraction with more digits than that the rest is lost; `raw` has them all.
 */
export type MessageAttribute = string | number | bigint | Uint8Array;

/** The queue of a message, all read from its ARN. */
export interface MessageQueue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
}

/**
 * The context of a message handler: the invocation's, with the message.
 *
 * Its `signal` is the batch's: aborted at `deadlineMarginMs` before the deadline, or with the
 * invocation's own where that comes first. All messages of the batch share it: take a listener of your own off it
 * when the message is done, else it is called for messages that have ended, too. `getRemainingTimeInMillis()` says how far the deadline is.
 */
export interface MessageContext extends EventContext {
  readonly message: Message;
}
