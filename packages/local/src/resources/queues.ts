import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { entriesOf } from '../entries-of.js';
import type { OnLocalEvent } from '../local-event.js';

/** An SQS queue. One whose name ends in `.fifo` is a FIFO queue. */
export interface QueueDefinition {
  /** How long a received message stays invisible, in seconds, 0 to 43,200. @default 30 */
  visibilityTimeout?: number;
  /** How long a message waits before it can be received, in seconds, 0 to 900. @default 0 */
  delay?: number;
  /** Where messages go that have been received too often. */
  redrive?: {
    /** The name of another queue of the definition. */
    deadLetterQueue: string;
    /** How often a message is received before it goes there. */
    maxReceiveCount: number;
  };
  /** FIFO queues: makes the deduplication id from the body. @default false */
  contentBasedDeduplication?: boolean;
}

/** A queue that exists. */
export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** In seconds. */
  readonly visibilityTimeout: number;
}

/**
 * Creates queues, dead-letter queues and all, in any order of the definition. One that is there
 * already gets these attributes.
 */
export async function createQueues<Name extends string>(
  client: SQSClient,
  definitions: Readonly<Record<Name, QueueDefinition>> | undefined,
  onEvent: OnLocalEvent,
): Promise<Record<Name, Queue>> {
  const entries = entriesOf(definitions);
  const queues = {} as Record<Name, Queue>;
  for (const [name, { visibilityTimeout = 30 }] of entries) {
    const { QueueUrl: url = '' } = await client.send(
      new CreateQueueCommand({
        QueueName: name,
        ...(name.endsWith('.fifo') && { Attributes: { FifoQueue: 'true' } }),
      }),
    );
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
    );
    queues[name] = { name, url, arn: Attributes?.QueueArn ?? '', visibilityTimeout };
  }

  for (const [name, definition] of entries) {
    const { visibilityTimeout, url } = queues[name];
    const { delay = 0, redrive, contentBasedDeduplication } = definition;
    const deadLetterTargetArn = redrive && queues[redrive.deadLetterQueue as Name].arn;
    await client.send(
      new SetQueueAttributesCommand({
        QueueUrl: url,
        Attributes: {
          VisibilityTimeout: String(visibilityTimeout),
          DelaySeconds: String(delay),
          ...(redrive && {
            RedrivePolicy: JSON.stringify({
              deadLetterTargetArn,
              maxReceiveCount: redrive.maxReceiveCount,
            }),
          }),
          ...(contentBasedDeduplication && { ContentBasedDeduplication: 'true' }),
        },
      }),
    );
    onEvent({ type: 'queue-ready', queue: name, url });
  }
  return queues;
}
