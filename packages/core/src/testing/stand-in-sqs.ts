import type { AwsClient } from '../aws-client.js';
import type { EventContext, EventHandler } from '../serve-events/event-context.js';
import { type StandInContext, standInClient } from '../sqs/sqs-client.js';
import { type MissingPeer, missingPeer } from './missing-peer.js';

/** A message that a handler sent, such as to a dead-letter queue. */
export interface SentMessage {
  queueUrl: string;
  body: string;
  /** The message attributes: texts (numbers too) and bytes. */
  attributes: Record<string, string | Uint8Array>;
  /** Of FIFO queues. */
  groupId?: string;
  deduplicationId?: string;
}

/** A client that sends nothing, and what it was asked to send. */
export interface StandInSqs {
  readonly client: AwsClient;
  readonly sent: readonly SentMessage[];
  /** In seconds, by receipt handle. */
  readonly visibilityTimeouts: ReadonlyMap<string, number>;
  /** The SDK makes the commands: without it the client is asked for nothing. */
  readonly missingPeer: MissingPeer;
}

// The input of SendMessage or of ChangeMessageVisibility.
interface CommandInput {
  QueueUrl: string;
  MessageBody?: string;
  MessageAttributes?: Record<string, { StringValue?: string; BinaryValue?: Uint8Array }>;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
  ReceiptHandle?: string;
  VisibilityTimeout?: number;
}

/** A client in place of the one that a handler would make, so that no test calls AWS by accident. */
export function standInSqs(): StandInSqs {
  const sent: SentMessage[] = [];
  const visibilityTimeouts = new Map<string, number>();
  const client: AwsClient = {
    async send(command: { readonly input: CommandInput }) {
      const { ReceiptHandle, VisibilityTimeout, ...input } = command.input;
      if (ReceiptHandle === undefined) sent.push(toSentMessage(input));
      else visibilityTimeouts.set(ReceiptHandle, VisibilityTimeout ?? 0);
      return { MessageId: crypto.randomUUID() };
    },
  };
  return { client, sent, visibilityTimeouts, missingPeer: missingPeer() };
}

/** The handler, in whose context the wrappers of this library find that client, and a watched log. */
export function withStandInSqs(handler: EventHandler, sqs: StandInSqs): EventHandler {
  const wrapped: EventHandler = (event, context, callback) => {
    const log = sqs.missingPeer.watch(context.log);
    const standIn: EventContext & StandInContext = { ...context, log, [standInClient]: sqs.client };
    return handler(event, standIn, callback);
  };
  // By this a handler is known that answers by callback.
  return Object.defineProperty(wrapped, 'length', { value: handler.length });
}

function toSentMessage(input: CommandInput): SentMessage {
  const { QueueUrl, MessageBody = '', MessageGroupId, MessageDeduplicationId } = input;
  const attributes = Object.entries(input.MessageAttributes ?? {});
  return {
    queueUrl: QueueUrl,
    body: MessageBody,
    attributes: Object.fromEntries(
      attributes.map(([name, value]) => [name, value.BinaryValue ?? value.StringValue ?? '']),
    ),
    ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
    ...(MessageDeduplicationId !== undefined && { deduplicationId: MessageDeduplicationId }),
  };
}
