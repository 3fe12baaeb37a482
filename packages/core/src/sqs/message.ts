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

/** What is known of a message beside its body. */
export interface Message {
  /** The message's id; `''` where a hand-written event has none. */
  readonly messageId: string;
  /** How often it has been received, this time included; 1 where the event does not say. */
  readonly receiveCount: number;
  /** When it was sent; `undefined` where the event does not say. */
  readonly sentAt: Date | undefined;
  /** Message attributes by name: strings, numbers, or bytes. */
  readonly attributes: Readonly<Record<string, string | number | Uint8Array>>;
  /** The message group, on FIFO queues (and fair standard queues). */
  readonly groupId: string | undefined;
  /** Where it came from; empty strings where a hand-written event does not say. */
  readonly queue: MessageQueue;
  /** The X-Ray trace header that it was sent with. */
  readonly traceHeader: string | undefined;
  /** The record itself, untouched. */
  readonly raw: SqsRecord;
}

/** The queue of a message, all read from its ARN. */
export interface MessageQueue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
}

/** The context of a message handler. */
export interface MessageContext extends EventContext {
  readonly message: Message;
}
