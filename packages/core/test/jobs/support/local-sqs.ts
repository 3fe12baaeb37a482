import {
  DeleteMessageBatchCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import type { SqsEvent } from '../../../src/sqs/message.js';
import { sqsEvent } from '../../../src/testing/events.js';

/** An embedded SQS with an empty queue, and what an event source mapping does with it. */
export interface LocalSqs {
  readonly url: string;
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Receives up to 10 messages that are visible now, as the event that a function gets. */
  receive(): Promise<SqsEvent>;
  remove(messageIds: readonly string[]): Promise<void>;
  /** Removes all messages, the hidden ones, too. */
  empty(): Promise<void>;
  /** How many messages are visible, hidden for now, and delayed. */
  counts(): { ready: number; inFlight: number; delayed: number };
  /** For how many seconds each of the hidden messages stays so. */
  hiddenFor(): number[];
  close(): Promise<void>;
}

export async function startLocalSqs(visibilityTimeout = 30): Promise<LocalSqs> {
  const server = await startFauxqs({ port: 0, logger: false });
  const url = `http://127.0.0.1:${server.port}`;
  const name = 'jobs';
  const attributes = { VisibilityTimeout: String(visibilityTimeout) };
  const { queueUrl, queueArn } = server.createQueue(name, { attributes });
  const client = sqsClient(url);
  const receipts = new Map<string, string>();
  return {
    url,
    client,
    queueUrl,
    async receive() {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      });
      const { Messages = [] } = await client.send(command);
      const { Records } = sqsEvent(Messages.map(({ Body = '' }) => Body));
      return {
        Records: Records.map((record, index) => {
          const { MessageId = '', ReceiptHandle = '', Attributes = {} } = Messages[index] ?? {};
          receipts.set(MessageId, ReceiptHandle);
          return {
            ...record,
            messageId: MessageId,
            receiptHandle: ReceiptHandle,
            eventSourceARN: queueArn,
            attributes: { ...record.attributes, ...Attributes },
          };
        }),
      };
    },
    async remove(messageIds) {
      if (messageIds.length === 0) return;
      const Entries = messageIds.map((id, index) => ({
        Id: String(index),
        ReceiptHandle: receipts.get(id) ?? '',
      }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    },
    async empty() {
      await client.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
    },
    counts() {
      const { ready = [], inflight = [], delayed = [] } = server.inspectQueue(name)?.messages ?? {};
      return { ready: ready.length, inFlight: inflight.length, delayed: delayed.length };
    },
    hiddenFor() {
      const hidden = server.inspectQueue(name)?.messages.inflight ?? [];
      return hidden.map(({ visibilityDeadline }) => (visibilityDeadline - Date.now()) / 1000);
    },
    async close() {
      client.destroy();
      await server.stop();
    },
  };
}

/** A client of a local server. */
export function sqsClient(endpoint: string, options: SQSClientConfig = {}): SQSClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new SQSClient({ endpoint, region: 'us-east-1', credentials, ...options });
}
