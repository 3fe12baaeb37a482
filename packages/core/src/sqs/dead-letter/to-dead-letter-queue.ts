import { type AwsClient, awsClientWanted, isAwsClient } from '../../aws-client.js';
import { LwaBridgeError } from '../../errors.js';
import { type OptionNames, refuseUnknownOptions } from '../../refuse-unknown-options.js';
import type { Message, MessageContext } from '../message.js';
import { sendInTime } from '../send-in-time.js';
import { sqsConnection } from '../sqs-client.js';
import { deadLetterAttributes } from './dead-letter-attributes.js';

/** Options of {@link toDeadLetterQueue}. */
export interface DeadLetterQueueOptions {
  /**
   * The queue's URL; its ARN is none. It may come straight from the environment: where it is missing, that is told
   * when a first message needs it, and that message is reported failed.
   */
  queueUrl: string | undefined;
  /** The client that sends. @default one made on first use */
  sqsClient?: AwsClient;
}

/**
 * An `onNonRetriable` that sends the message to a dead-letter queue, with the reason, and then
 * acknowledges it. Where sending fails, the message is reported failed, so that it comes back.
 *
 * What is sent has the body, the message attributes and the trace header as they were. The reason is in
 * further attributes, as many as there is room for in the 10 attributes and the 1 MiB of a message:
 * `DeadLetterReason` (shortened where it must be), `DeadLetterErrorCode`, `DeadLetterMessageId`, `DeadLetterSourceArn`,
 * `DeadLetterRequestId`, `DeadLetterReceiveCount`. In a FIFO queue it stays in its message group, and
 * is deduplicated by its message id.
 *
 * Unlike the queue's own redrive policy this takes no further receives, and on FIFO queues it does not
 * hold the message group back. A message can be sent twice, as it can be received twice.
 *
 * @throws LwaBridgeError `ERR_SETTINGS` where an option is unknown or of another kind, such as a `queueUrl` that is
 * an ARN; the function that it gives throws `ERR_SETTINGS` without a `queueUrl`, `ERR_MISSING_PEER` without
 * `@aws-sdk/client-sqs`, and `ERR_DEAD_LETTER` with what the client threw as its cause
 *
 * @example
 * ```ts
 * import { sqsHandler, toDeadLetterQueue } from 'lwa-bridge';
 *
 * export const handler = sqsHandler(async (body) => console.log(body), {
 *   onNonRetriable: toDeadLetterQueue({ queueUrl: process.env.DEAD_LETTER_QUEUE_URL }),
 * });
 * ```
 */
export function toDeadLetterQueue(
  options: DeadLetterQueueOptions,
): (error: Error, context: MessageContext) => Promise<void> {
  refuseUnknownOptions('toDeadLetterQueue', options, optionNames);
  const { queueUrl, sqsClient } = options;
  if (queueUrl && !isUrl(queueUrl)) throw noUrl(queueUrl);
  if (sqsClient !== undefined && !isAwsClient(sqsClient)) {
    const message = `toDeadLetterQueue: sqsClient: ${awsClientWanted}, got ${typeof sqsClient}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
  const connect = sqsConnection(sqsClient);

  return async (error, context) => {
    if (!queueUrl) throw noUrl('');
    const { message, log } = context;
    const { sdk, client } = await connect(context);
    const command = new sdk.SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: message.raw.body,
      MessageAttributes: deadLetterAttributes(error, context),
      ...traceOf(message),
      ...(queueUrl.endsWith('.fifo') && groupOf(message)),
    });
    try {
      await sendInTime(client, command, context);
    } catch (cause) {
      throw notSent(queueUrl, cause);
    }
    log.info({ messageId: message.messageId, queueUrl }, 'sent to the dead-letter queue');
  };
}

const optionNames: OptionNames<DeadLetterQueueOptions> = { queueUrl: true, sqsClient: true };

function traceOf({ traceHeader }: Message) {
  if (traceHeader === undefined) return {};
  const AWSTraceHeader = { DataType: 'String', StringValue: traceHeader };
  return { MessageSystemAttributes: { AWSTraceHeader } };
}

// A message of a standard queue has no order to keep; one written by hand has no id.
function groupOf({ groupId, messageId }: Message) {
  const id = messageId || crypto.randomUUID();
  return { MessageGroupId: groupId ?? id, MessageDeduplicationId: id };
}

function isUrl(given: unknown): boolean {
  return typeof given === 'string' && /^https?:\/\//i.test(given) && URL.canParse(given);
}

function noUrl(given: unknown): LwaBridgeError {
  const wanted = 'the URL of a queue (in a template its !Ref; an ARN or a name is none)';
  const got = typeof given === 'string' ? given : typeof given;
  return new LwaBridgeError(
    'ERR_SETTINGS',
    `toDeadLetterQueue: queueUrl: ${wanted}, got ${got || 'none'}`,
  );
}

function notSent(queueUrl: string, cause: unknown): LwaBridgeError {
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const text = `the message could not be sent to ${queueUrl}: ${reason}`;
  return new LwaBridgeError('ERR_DEAD_LETTER', text, { cause });
}
