import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { startFauxqs } from 'fauxqs';
import type { SqsEvent } from '../../../src/sqs/message.js';
import { s3Event, sqsEvent } from '../../../src/testing/events.js';

/** What a mapping does with a batch: gives the ids of the messages to delete. */
export type Invoke = (event: SqsEvent) => Promise<readonly string[]>;

/** The queue of uploads, and what a mapping does with it. */
export function uploadsQueue(fauxqs: Awaited<ReturnType<typeof startFauxqs>>, sqs: SQSClient) {
  const attributes = { VisibilityTimeout: '600' };
  const { queueUrl, queueArn } = fauxqs.createQueue('uploads', { attributes });
  let uploads = 0;

  async function receive(): Promise<{
    event: SqsEvent;
    messages: { id: string; receipt: string }[];
  }> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    const { Records } = sqsEvent(Messages.map(({ Body = '' }) => Body));
    return {
      messages: Messages.map(({ MessageId: id = '', ReceiptHandle: receipt = '' }) => ({
        id,
        receipt,
      })),
      event: {
        Records: Records.map((record, index) => {
          const { MessageId = '', ReceiptHandle = '', Attributes } = Messages[index] ?? {};
          const attributes = { ...record.attributes, ...Attributes };
          return {
            ...{ ...record, messageId: MessageId, receiptHandle: ReceiptHandle },
            ...{ eventSourceARN: queueArn, attributes },
          };
        }),
      },
    };
  }

  const count = () => {
    const messages = fauxqs.inspectQueue('uploads')?.messages;
    return Object.values(messages ?? {}).reduce((sum, { length }) => sum + length, 0);
  };

  return {
    /** Tells of an upload. */
    async notify(key: string, eTag: string, size: number, sequencer?: string) {
      uploads += 1;
      const order = sequencer ?? `0055AED6DCD9${uploads.toString(16).padStart(6, '0')}`;
      const MessageBody = JSON.stringify(
        s3Event([{ bucket: 'uploads', key, eTag, size, sequencer: order }]),
      );
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    },

    /**
     * Delivers messages until there are none, or so many batches were delivered. What comes back is
     * visible again at once, as if its time had passed.
     */
    async drain(invoke: Invoke, batches = Number.POSITIVE_INFINITY): Promise<number> {
      for (let delivered = 0; ; ) {
        if (count() === 0 || delivered === batches) return delivered;
        const { event, messages } = await receive();
        if (messages.length === 0) {
          await sleep(20);
          continue;
        }
        delivered += 1;
        if (delivered > 300) throw new Error('there is no end to it');
        const deleted = new Set(await invoke(event));
        for (const { id, receipt: ReceiptHandle } of messages) {
          const message = { QueueUrl: queueUrl, ReceiptHandle };
          if (deleted.has(id)) await sqs.send(new DeleteMessageCommand(message));
          else {
            const visible = new ChangeMessageVisibilityCommand({
              ...message,
              VisibilityTimeout: 0,
            });
            await sqs.send(visible);
          }
        }
      }
    },

    /** Takes what a test that failed left in the queue. */
    async purge() {
      await sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
    },
  };
}
