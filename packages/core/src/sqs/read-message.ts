import type { Message, MessageQueue, SqsRecord, SqsRecordAttribute } from './message.js';

/**
 * Reads what a record says of its message. A hand-written event may leave out everything but the
 * body; what it leaves out is empty.
 */
export function readMessage(record: SqsRecord): Message {
  const { messageId, attributes, messageAttributes, eventSourceARN } = record as Partial<SqsRecord>;
  const sentAt = new Date(Number(attributes?.SentTimestamp ?? Number.NaN));
  return {
    messageId: typeof messageId === 'string' ? messageId : '',
    receiveCount: Number(attributes?.ApproximateReceiveCount) || 1,
    sentAt: Number.isNaN(sentAt.getTime()) ? undefined : sentAt,
    attributes: readAttributes(messageAttributes ?? {}),
    groupId: attributes?.MessageGroupId,
    queue: readQueue(eventSourceARN ?? ''),
    traceHeader: attributes?.AWSTraceHeader,
    raw: record,
  };
}

function readAttributes(sent: Record<string, SqsRecordAttribute | null>): Message['attributes'] {
  return Object.fromEntries(
    Object.entries(sent).map(([name, attribute]) => [name, readAttribute(attribute ?? {})]),
  );
}

// A data type may carry a label of the sender's own: `Number.cents`, `Binary.png`.
function readAttribute({ dataType, stringValue = '', binaryValue }: Partial<SqsRecordAttribute>) {
  const [type] = (dataType ?? 'String').split('.');
  if (type === 'Number') return Number(stringValue);
  if (type === 'Binary') return new Uint8Array(Buffer.from(binaryValue ?? '', 'base64'));
  return stringValue;
}

function readQueue(arn: string): MessageQueue {
  const [, partition = '', , region = '', account = '', name = ''] = arn.split(':');
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    name,
    arn,
    url: arn && `https://sqs.${region}.${domain}/${account}/${name}`,
    fifo: name.endsWith('.fifo'),
  };
}
