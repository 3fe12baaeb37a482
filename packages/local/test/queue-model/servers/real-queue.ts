import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createQueues } from '../../../src/resources/queues.js';
import type { QueueProgram } from './queue-commands.js';

/** A message as a server gave it. */
export interface Observed {
  readonly id: string;
  readonly receiveCount: number;
  readonly receiptHandle: string;
}

/** A queue of a server, as the comparison needs it. */
export type RealQueue = Awaited<ReturnType<typeof createRealQueue>>;

/** Creates a queue and its dead-letter queue on a server. */
export async function createRealQueue(
  sqs: SQSClient,
  name: string,
  { fifo, maxReceiveCount, visibilityTimeout }: QueueProgram,
) {
  const suffix = fifo ? '.fifo' : '';
  const [main, dead] = [`${name}${suffix}`, `${name}-dead${suffix}`];
  const redrive = { deadLetterQueue: dead, maxReceiveCount };
  const queues = await createQueues(
    sqs,
    { [dead]: {}, [main]: { visibilityTimeout, redrive } },
    () => {},
  );
  const [QueueUrl, deadUrl] = [queues[main]?.url, queues[dead]?.url];

  const receiveFrom = async (url: string | undefined, most: number, seconds?: number) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        ...(seconds !== undefined && { VisibilityTimeout: seconds }),
      }),
    );
    return Messages.map(
      ({ Body = '', ReceiptHandle = '', Attributes }): Observed => ({
        id: Body,
        receiveCount: Number(Attributes?.ApproximateReceiveCount),
        receiptHandle: ReceiptHandle,
      }),
    );
  };
  const remove = (url: string | undefined, ReceiptHandle: string) =>
    sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
  return {
    async send(id: string, group: string): Promise<void> {
      const order = fifo && { MessageGroupId: group, MessageDeduplicationId: id };
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: id, ...order }));
    },
    receive: (most: number, seconds?: number) => receiveFrom(QueueUrl, most, seconds),
    /** Empties the dead-letter queue and gives what was in it. */
    async drainDead(): Promise<string[]> {
      const ids: string[] = [];
      for (;;) {
        const some = await receiveFrom(deadUrl, 10);
        if (some.length === 0) return ids;
        for (const { id, receiptHandle } of some) {
          ids.push(id);
          await remove(deadUrl, receiptHandle);
        }
      }
    },
    delete: (receiptHandle: string) => remove(QueueUrl, receiptHandle),
    changeVisibility: (ReceiptHandle: string, VisibilityTimeout: number) =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout })),
  };
}
