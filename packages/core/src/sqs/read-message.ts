import type { Message, SqsRecord } from './message.js';
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
  return (record) => new RecordMessage(record, readQueue(record.eventSourceARN));
}

// A class for the sake of one getter: a date costs more than all the rest, and few ask for it.
class RecordMessage implements Message {
  readonly messageId: string;
  readonly receiveCount: number;
  readonly attributes: Message['attributes'];
  readonly groupId: string | undefined;
  readonly queue: Message['queue'];
  readonly traceHeader: string | undefined;
  readonly raw: SqsRecord;

  constructor(record: SqsRecord, queue: Message['queue']) {
    const { messageId, messageAttributes } = record as Partial<SqsRecord>;
    const attributes: Partial<SqsRecord['attributes']> = record.attributes ?? {};
    this.messageId = typeof messageId === 'string' ? messageId : '';
    this.receiveCount = Number(readText(attributes.ApproximateReceiveCount)) || 1;
    this.attributes = readAttributes(messageAttributes);
    this.groupId = attributes.MessageGroupId;
    this.queue = queue;
    this.traceHeader = attributes.AWSTraceHeader;
    this.raw = record;
  }

  get sentAt(): Date | undefined {
    const attributes: Partial<SqsRecord['attributes']> | null = this.raw.attributes;
    const time = new Date(Number(readText(attributes?.SentTimestamp) || Number.NaN));
    return Number.isNaN(time.getTime()) ? undefined : time;
  }
}
