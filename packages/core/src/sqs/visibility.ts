import type { AwsClient } from '../aws-client.js';
import { isLwaBridgeError, LwaBridgeError } from '../errors.js';
import { longestDeferral } from './deferral.js';
import type { MessageContext } from './message.js';
import { sendInTime } from './send-in-time.js';
import { sqsConnection } from './sqs-client.js';

/** Sets a message's visibility timeout, in seconds from now. A failure is logged, never thrown. */
export type ChangeVisibility = (seconds: number, context: MessageContext) => Promise<void>;

/**
 * Makes a {@link ChangeVisibility}; without a client, one is made when it is first needed.
 *
 * It sends until the invocation's deadline, also when the batch has been answered before: Lambda refuses a
 * queue whose visibility timeout is shorter than the function's timeout, so that the message is still ours.
 * It does not send later: a function may go on when its sandbox thaws, and by then another worker may have
 * the message. Where SQS does not answer, that is waited for once in a batch, not by each of its messages.
 */
export function visibilityChanger(given: AwsClient | undefined): ChangeVisibility {
  const connect = sqsConnection(given);
  // Batches, by their signals, in which SQS did not answer.
  const unanswered = new WeakMap<AbortSignal, LwaBridgeError>();
  return async (seconds, context) => {
    const { message, signal, log } = context;
    const { messageId, queue, raw } = message;
    const timeout = Math.min(Math.ceil(seconds), longestDeferral);
    try {
      const before = unanswered.get(signal);
      if (before) throw before;
      const { sdk, client } = await connect(context);
      if (context.getRemainingTimeInMillis() <= 0) throw tooLate(context);
      const command = new sdk.ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle: raw.receiptHandle,
        VisibilityTimeout: timeout,
      });
      await sendInTime(client, command, context);
    } catch (error) {
      if (isLwaBridgeError(error) && error.code === 'ERR_SQS_TIMEOUT')
        unanswered.set(signal, error);
      // The message comes back when its present timeout ends: sooner or later than asked, not lost.
      const fields = { messageId, queue: queue.name, seconds: timeout, err: error };
      log.warn(fields, 'the visibility timeout could not be set');
    }
  };
}

function tooLate({ awsRequestId }: MessageContext): LwaBridgeError {
  const text = `the deadline of invocation ${awsRequestId} has passed: another worker may have the message`;
  return new LwaBridgeError('ERR_DEADLINE_EXCEEDED', text);
}
