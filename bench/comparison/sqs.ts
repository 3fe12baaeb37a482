import {
  DeleteMessageBatchCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import type { SqsEvent, SqsRecord, SqsRecordAttribute } from 'lwa-bridge';

/** An embedded SQS. */
export interface Sqs {
  readonly client: SQSClient;
  createQueue(options?: { fifo: boolean }): Queue;
  close(): Promise<void>;
}

/** A queue of its own for each cell. */
export interface Queue {
  readonly url: string;
  /** Sends up to 10 messages and gives their ids, in order. */
  send(bodies: readonly string[], options: SendOptions): Promise<string[]>;
  /** Receives them all, as the event that a function gets. */
  receive(count: number): Promise<SqsEvent>;
  remove(messageIds: readonly string[]): Promise<void>;
  /** What is still there: for how many seconds it stays hidden, by its id. */
  left(): Map<string, number>;
  /** What is there, visible or not: body and message attributes. */
  messages(): { body: string; attributes: Record<string, unknown> }[];
}

interface SendOptions {
  readonly attributes?: Attributes;
  /** The message group of each, a letter each. */
  readonly groups?: string;
}

type Attributes = Record<string, MessageAttributeValue>;

/** Starts it on a free port. */
export async function startSqs(): Promise<Sqs> {
  const server = await startFauxqs({ port: 0, logger: false });
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    // A queue's URL made from its ARN names AWS itself.
    useQueueUrlAsEndpoint: false,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let queues = 0;
  const inspect = (name: string) => {
    const { ready = [], inflight = [], delayed = [] } = server.inspectQueue(name)?.messages ?? {};
    const hidden = inflight.map(({ message, visibilityDeadline }) => ({
      message,
      seconds: (visibilityDeadline - Date.now()) / 1000,
    }));
    const visible = [...ready, ...delayed].map((message) => ({ message, seconds: 0 }));
    return [...visible, ...hidden];
  };

  return {
    client,
    createQueue({ fifo } = { fifo: false }) {
      const name = `queue-${++queues}${fifo ? '.fifo' : ''}`;
      const { queueUrl, queueArn } = server.createQueue(name, {
        attributes: { VisibilityTimeout: '30', ...(fifo && { FifoQueue: 'true' }) },
      });
      const receipts = new Map<string, string>();
      return {
        url: queueUrl,
        async send(bodies, { attributes, groups }) {
          const Entries = bodies.map((body, index) => ({
            Id: String(index),
            MessageBody: body,
            ...(attributes && { MessageAttributes: attributes }),
            ...(groups && {
              MessageGroupId: groups[index],
              MessageDeduplicationId: String(index),
            }),
          }));
          const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
          const { Successful = [] } = await client.send(command);
          return Successful.sort((a, b) => Number(a.Id) - Number(b.Id)).map(
            ({ MessageId = '' }) => MessageId,
          );
        },
        async receive(count) {
          const records: SqsRecord[] = [];
          while (records.length < count) {
            const { Messages = [] } = await client.send(
              new ReceiveMessageCommand({
                QueueUrl: queueUrl,
                MaxNumberOfMessages: 10,
                MessageSystemAttributeNames: ['All'],
                MessageAttributeNames: ['All'],
              }),
            );
            for (const { MessageId = '', ReceiptHandle = '', Body = '', ...rest } of Messages) {
              receipts.set(MessageId, ReceiptHandle);
              records.push({
                messageId: MessageId,
                receiptHandle: ReceiptHandle,
                body: Body,
                attributes: rest.Attributes as unknown as SqsRecord['attributes'],
                messageAttributes: toRecordAttributes(rest.MessageAttributes),
                md5OfBody: rest.MD5OfBody ?? '',
                eventSource: 'aws:sqs',
                eventSourceARN: queueArn,
                awsRegion: 'us-east-1',
              });
            }
          }
          return { Records: records };
        },
        async remove(messageIds) {
          const ids = [...new Set(messageIds)].filter((id) => receipts.has(id));
          if (ids.length === 0) return;
          const Entries = ids.map((id, index) => ({
            Id: String(index),
            ReceiptHandle: receipts.get(id) ?? '',
          }));
          await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        },
        left: () =>
          new Map(inspect(name).map(({ message, seconds }) => [message.messageId, seconds])),
        messages: () =>
          inspect(name).map(({ message }) => ({
            body: message.body,
            attributes: message.messageAttributes,
          })),
      };
    },
    async close() {
      client.destroy();
      await server.stop();
    },
  };
}

// Lambda writes them in another case than SQS does, and bytes as base64.
function toRecordAttributes(attributes: Attributes = {}): Record<string, SqsRecordAttribute> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType = '', StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
}
