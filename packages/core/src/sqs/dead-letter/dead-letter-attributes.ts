import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { isLwaBridgeError } from '../../errors.js';
import type { MessageContext, SqsRecordAttribute } from '../message.js';
import { cutToBytes, withoutControls } from './attribute-text.js';

// What SQS takes for a message: attributes, and bytes of its body and of their names, types and values.
const maxAttributes = 10;
const maxBytes = 1_048_576;
// In bytes: the issues of a schema can be many.
const longestReason = 4096;

/**
 * The attributes of a message that goes to a dead-letter queue: all that it had, and of the reason as
 * much as there is room for, the most telling first.
 */
export function deadLetterAttributes(
  error: Error,
  context: MessageContext,
): Record<string, MessageAttributeValue> {
  const { raw } = context.message;
  const reasons = reasonsOf(error, context);
  const attributes = new Map(
    Object.entries(raw.messageAttributes ?? {}).map(([name, sent]) => [name, toValue(sent)]),
  );
  // Those of an earlier time in a dead-letter queue.
  for (const [name] of reasons) attributes.delete(name);

  let room = maxBytes - Buffer.byteLength(raw.body);
  for (const [name, value] of attributes) room -= sizeOf(name, value);
  for (const [name, text] of reasons) {
    if (attributes.size === maxAttributes) break;
    const left = room - sizeOf(name, textValue(''));
    const value = textValue(cutToBytes(withoutControls(text), Math.min(longestReason, left)));
    if (value.StringValue === '') continue;
    attributes.set(name, value);
    room -= sizeOf(name, value);
  }
  return Object.fromEntries(attributes);
}

function reasonsOf(error: Error, { message, awsRequestId }: MessageContext): [string, string][] {
  return [
    ['DeadLetterReason', error.message],
    ['DeadLetterErrorCode', isLwaBridgeError(error) ? error.code : error.name],
    ['DeadLetterMessageId', message.messageId],
    ['DeadLetterSourceArn', message.queue.arn],
    ['DeadLetterRequestId', awsRequestId],
    ['DeadLetterReceiveCount', String(message.receiveCount)],
  ];
}

function textValue(text: string) {
  return { DataType: 'String', StringValue: text };
}

function toValue({
  dataType,
  stringValue,
  binaryValue,
}: SqsRecordAttribute): MessageAttributeValue {
  return {
    DataType: dataType,
    ...(typeof stringValue === 'string' && { StringValue: stringValue }),
    ...(typeof binaryValue === 'string' && { BinaryValue: Buffer.from(binaryValue, 'base64') }),
  };
}

function sizeOf(
  name: string,
  { DataType = '', StringValue = '', BinaryValue }: MessageAttributeValue,
): number {
  const value = BinaryValue?.byteLength ?? Buffer.byteLength(StringValue);
  return Buffer.byteLength(name) + Buffer.byteLength(DataType) + value;
}
