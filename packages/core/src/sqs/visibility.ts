import type { AwsClient } from '../aws-client.js';
import { importPeer } from '../import-peer.js';
import type { MessageContext } from './message.js';

/** Sets a message's visibility timeout, in seconds from now. A failure is logged, never thrown. */
export type ChangeVisibility = (seconds: number, context: MessageContext) => Promise<void>;

/** Makes a {@link ChangeVisibility}; without a client, one is made when it is first needed. */
export function visibilityChanger(given?: AwsClient): ChangeVisibility {
  let client = given;
  return async (seconds, context) => {
    const { messageId, queue, raw } = context.message;
    try {
      const { ChangeMessageVisibilityCommand, SQSClient } = await importPeer(
        '@aws-sdk/client-sqs',
        () => import('@aws-sdk/client-sqs'),
      );
      // The URL is made from the queue's ARN; where the client sends to is its own configuration.
      client ??= new SQSClient({ useQueueUrlAsEndpoint: false });
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle: raw.receiptHandle,
        VisibilityTimeout: Math.min(Math.ceil(seconds), longest),
      });
      await client.send(command as never, {
        abortSignal: AbortSignal.timeout(timeAllowed(context)),
      });
    } catch (error) {
      // The message comes back when its present timeout ends: sooner or later than asked, not lost.
      context.log.warn(
        { messageId, seconds, err: error },
        'the visibility timeout could not be set',
      );
    }
  };
}

// SQS counts its 12 hours from the receipt; an hour is left for what has passed since.
const longest = 11 * 3600;

// The reply must still get out in time.
function timeAllowed(context: MessageContext): number {
  // A whole number: AbortSignal.timeout takes no other.
  return Math.floor(Math.min(5000, Math.max(100, context.getRemainingTimeInMillis() / 2)));
}
