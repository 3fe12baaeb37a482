import type { AwsClient } from '../../aws-client.js';
import { LwaBridgeError } from '../../errors.js';
import type { ObjectContext } from '../../s3/s3-object.js';
import { sqsConnection } from '../../sqs/sqs-client.js';
import { type Continuation, writeContinuation } from './continuation.js';

/** Sends the message that goes on with an object. */
export type SendContinuation = (
  continuation: Continuation,
  context: ObjectContext,
) => Promise<void>;

/**
 * Makes a {@link SendContinuation} to the queue that the object's own message came from. Without a
 * client, one is made when it is first needed.
 *
 * @throws LwaBridgeError (the sending) `ERR_SETTINGS` for a FIFO queue: a part could not begin before
 * the part before it has ended, nor any other file of its group
 */
export function continuationSender(given: AwsClient | undefined): SendContinuation {
  const connect = sqsConnection(given);
  return async (continuation, context) => {
    const { queue } = context.message;
    if (queue.fifo) {
      const message = `a file that goes on in another message needs a standard queue, and ${queue.name} is FIFO`;
      throw new LwaBridgeError('ERR_SETTINGS', message);
    }
    const { sdk, client } = await connect(context);
    const MessageBody = writeContinuation(context.object, continuation);
    const command = new sdk.SendMessageCommand({ QueueUrl: queue.url, MessageBody });
    await client.send(command as never);
  };
}
