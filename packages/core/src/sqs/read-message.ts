import type { Message, MessageAttribute, MessageQueue, SqsRecord } from './message.js';
import { readAttributes } from './read-attributes.js';
import { queueReader } from './read-queue.js';
import { readText } from './read-text.js';

/**
 * Reads what a record says of its message. A hand-written event may leave out everything but the
 * body; what it leaves out is empty.
 */
export function readMessage(record: SqsRecord): Message {
  return messageReader()(record);
}

/** Makes a {@link readMessage} that remembers the queue: all messages of a batch are of one. */
export function messageReader(readQueue = queueReader()): (record: SqsRecord) => Message {
  return (record) => new RecordMessage(record, readQueue);
}

/**
 * A view of a record. Reading all of it at once would take longer than anything else that is done for
 * a message, and most functions ask for little of it.
 */
class RecordMessage implements Message {
  readonly raw: SqsRecord;
  readonly #readQueue: (arn: unknown) => MessageQueue;

  constructor(record: SqsRecord, readQueue: (arn: unknown) => MessageQueue) {
    this.raw = record;
    this.#readQueue = readQueue;
  }

  get messageId(): string {
    return textOr('', this.raw.messageId);
  }

  get receiveCount(): number {
    return Number(readText(this.#attributes.ApproximateReceiveCount)) || 1;
  }

  get sentAt(): Date | undefined {
    const time = new Date(Number(readText(this.#attributes.SentTimestamp) || Number.NaN));
    return Number.isNaN(time.getTime()) ? undefined : time;
  }

  get attributes(): Readonly<Record<string, MessageAttribute>> {
    return readAttributes((this.raw as Partial<SqsRecord>).messageAttributes);
  }

  get groupId(): string | undefined {
    return textOr(undefined, this.#attributes.MessageGroupId);
  }

  get queue(): MessageQueue {
    return this.#readQueue(this.raw.eventSourceARN);
  }

  get traceHeader(): string | undefined {
    return textOr(undefined, this.#attributes.AWSTraceHeader);
  }

  get #attributes(): Partial<SqsRecord['attributes']> {
    return this.raw.attributes ?? {};
  }
}

// A hand-written event may have anything anywhere.
function textOr<Else>(otherwise: Else, field: unknown): string | Else {
  return typeof field === 'string' ? field : otherwise;
}
