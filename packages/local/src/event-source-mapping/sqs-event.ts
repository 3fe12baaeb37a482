import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SqsEvent, SqsRecord, SqsRecordAttribute } from 'lwa-bridge';
import type { Queue } from '../resources/queues.js';

/** The event that Lambda makes of received messages. */
export function toSqsEvent(messages: readonly Message[], queue: Pick<Queue, 'arn'>): SqsEvent {
  return { Records: messages.map((message) => toSqsRecord(message, queue.arn)) };
}

function toSqsRecord(message: Message, eventSourceARN: string): SqsRecord {
  const { Body = '', Attributes = {}, MessageAttributes = {}, MD5OfMessageAttributes } = message;
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: Body,
    // The queue sends exactly those that Lambda passes on.
    attributes: Attributes as unknown as SqsRecord['attributes'],
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, value]) => [name, toRecordAttribute(value)]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    ...(MD5OfMessageAttributes && { md5OfMessageAttributes: MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: eventSourceARN.split(':')[3] ?? '',
  };
}

function toRecordAttribute(value: MessageAttributeValue): SqsRecordAttribute {
  const { StringValue, BinaryValue, DataType = 'String' } = value;
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
    // Always there, and never used: SQS does not implement lists.
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}
