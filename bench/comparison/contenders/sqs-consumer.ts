import { Consumer } from 'sqs-consumer';
import type { Contender, Outcome, Task } from '../contender.ts';
import { observe } from '../observe.ts';
import { bodiesOf } from '../on-lambda.ts';
import type { Sqs } from '../sqs.ts';
import { versionOf } from '../version-of.ts';

/** A poller: it reads the queue itself, and is no Lambda handler. */
export const sqsConsumer: Contender = {
  name: 'sqs-consumer',
  packages: [versionOf('sqs-consumer')],
  onLambda: false,
  run,
};

async function run(task: Task, sqs: Sqs): Promise<Outcome | undefined> {
  const { wanted = {}, timeoutMs } = task;
  if (wanted.schema || wanted.deadLetters || wanted.putOff) return undefined;

  const queue = sqs.createQueue({ fifo: task.groups !== undefined });
  const ids = await queue.send(bodiesOf(task), task);
  const seen = observe(task, ids);
  const consumer = Consumer.create({
    queueUrl: queue.url,
    sqs: sqs.client,
    // What it receives at once it works on at once. With 1, its default, the order of a group is kept.
    batchSize: task.groups ? 1 : (wanted.concurrency ?? 10),
    suppressFifoWarning: true,
    waitTimeSeconds: 0,
    messageSystemAttributeNames: ['All'],
    messageAttributeNames: ['All'],
    ...(timeoutMs && { handleMessageTimeout: timeoutMs / 2 }),
    ...(wanted.backOff && {
      terminateVisibilityTimeout: ([message]) =>
        10 * 2 ** (Number(message?.Attributes?.ApproximateReceiveCount ?? 1) - 1),
    }),
    handleMessage: async (message) => {
      await seen.work(JSON.parse(message.Body ?? ''), {
        messageId: message.MessageId ?? '',
        receiveCount: message.Attributes?.ApproximateReceiveCount,
        attributes: message.MessageAttributes ?? {},
      });
      return message;
    },
  });
  consumer.on('message_processed', ({ Attributes }) =>
    wanted.heard?.push({ outcome: 'done', receiveCount: Attributes?.ApproximateReceiveCount }),
  );
  consumer.on('processing_error', (error, { Attributes }) => {
    const receiveCount = Attributes?.ApproximateReceiveCount;
    wanted.heard?.push({ outcome: 'failed', error, receiveCount });
  });
  // Without a listener it would be thrown.
  consumer.on('error', (error) => seen.log(String(error)));
  const empty = new Promise((resolve) => consumer.on('empty', () => resolve(undefined)));
  consumer.start();
  // The queue has nothing more to give: all have been worked on, or have to wait.
  await empty;
  consumer.stop();
  return seen.end(queue.left());
}
