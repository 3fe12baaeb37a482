import type { AwsClient } from '../aws-client.js';
import { longestDeferral } from './deferral.js';
import type { MessageContext } from './message.js';
import { replyInTime, sqsConnection } from './sqs-client.js';

/** Sets a message's visibility timeout, in seconds from now. A failure is logged, never thrown. */
export type ChangeVisibility = (seconds: number, context: MessageContext) => Promise<void>;

/** Makes a {@link ChangeVisibility}; without a client, one is made when it is first needed. */
export function visibilityChanger(given: AwsClient | undefined): ChangeVisibility {
  const connect = sqsConnection(given);
  return async (seconds, context) => {
    const { messageId, queue, raw } = context.message;
    try {
      const { sdk, client } = await connect(context);
      const command = new sdk.ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle: raw.receiptHandle,
        VisibilityTimeout: Math.min(Math.ceil(seconds), longestDeferral),
      });
      await client.send(command as never, replyInTime(context));
    } catch (error) {
      // The message comes back when its present timeout ends: sooner or later than asked, not lost.
      const fields = { messageId, seconds, err: error };
      context.log.warn(fields, 'the visibility timeout could not be set');
    }
  };
}
