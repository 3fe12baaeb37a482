import { setTimeout as sleep } from 'node:timers/promises';
import type {
  BatchResultErrorEntry,
  SendMessageBatchRequestEntry,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { AwsClient } from '../../aws-client.js';
import { sqsSdk } from '../../aws-sdk.js';
import { LwaBridgeError } from '../../errors.js';
import { toError } from '../job-errors.js';
import { writeJobMessage } from '../job-message.js';
import { jobsQueueUrl } from '../settings.js';
import type { JobMessage, MessageSender } from './message-sender.js';
import { isThrottling } from './while-throttled.js';

/** Options of {@link sqsSender}. */
export interface SqsSenderOptions {
  queueUrl: string | undefined;
  client: AwsClient | undefined;
}

interface Refusal {
  readonly error: Error;
  readonly worthRetrying: boolean;
}

const maxTries = 4;

const countNames = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/**
 * Sends messages with `SendMessageBatch`, which can fail for some of them alone: those are sent
 * again, a few times. The AWS SDK is loaded on first use.
 */
export function sqsSender({ queueUrl, client: given }: SqsSenderOptions): MessageSender {
  let connection: ReturnType<typeof connect> | undefined;
  const queue = () => jobsQueueUrl(queueUrl, process.env);

  const connected = () => {
    connection ??= connect(given);
    return connection;
  };

  // Whatever is not known to be sent is refused.
  async function sendOnce(messages: readonly JobMessage[]): Promise<Map<string, Refusal>> {
    try {
      const { sdk, client } = await connected();
      const { Successful = [], Failed = [] } = await client.send(
        new sdk.SendMessageBatchCommand({ QueueUrl: queue(), Entries: messages.map(toEntry) }),
      );
      const sent = new Set(Successful.map(({ Id }) => Id));
      const unsent = messages.filter(({ key }) => !sent.has(key));
      return new Map(
        unsent.map(({ key }) => [key, toRefusal(Failed.find(({ Id }) => Id === key))]),
      );
    } catch (cause) {
      // The SDK has tried it several times already; more of that helps against throttling alone.
      const refusal = { error: toError(cause), worthRetrying: isThrottling(cause) };
      return new Map(messages.map(({ key }) => [key, refusal]));
    }
  }

  return {
    get queue() {
      return queue();
    },

    async send(messages) {
      const failures = new Map<string, Error>();
      let left = messages;
      for (let attempt = 1; left.length > 0; attempt += 1) {
        if (attempt > 1) await sleep(Math.random() * 100 * 2 ** attempt);
        const refusals = await sendOnce(left);
        for (const { key } of left) failures.delete(key);
        for (const [key, { error }] of refusals) failures.set(key, error);
        if (attempt === maxTries) break;
        left = left.filter(({ key }) => refusals.get(key)?.worthRetrying);
      }
      return failures;
    },

    async state() {
      const QueueUrl = queue();
      const { sdk, client } = await connected();
      try {
        const { Attributes = {} } = await client.send(
          new sdk.GetQueueAttributesCommand({
            QueueUrl,
            AttributeNames: [...countNames, 'MessageRetentionPeriod'],
          }),
        );
        const messages = countNames.map((name) => wholeNumber(Attributes, name));
        return {
          messages: messages.reduce((total, count) => total + count),
          retention: wholeNumber(Attributes, 'MessageRetentionPeriod') * 1000,
        };
      } catch (cause) {
        const message = `could not ask ${QueueUrl} how many messages it holds: ${String(cause)}`;
        throw new LwaBridgeError('ERR_JOB_QUEUE', message, { cause });
      }
    },
  };
}

// A count that is missing must not pass for none.
function wholeNumber(attributes: Readonly<Record<string, string>>, name: string): number {
  const value = attributes[name];
  if (value !== undefined && /^\d+$/.test(value)) return Number(value);
  throw new Error(`SQS gave no ${name}: ${value}`);
}

async function connect(given: AwsClient | undefined) {
  const sdk = await sqsSdk();
  return {
    sdk,
    client: (given as SQSClient | undefined) ?? new sdk.SQSClient(endpointOptions(process.env)),
  };
}

// The SDK sends to the host of the queue's URL even where an endpoint is configured, and says so on
// each call. A configured endpoint is meant.
function endpointOptions(env: NodeJS.ProcessEnv): { useQueueUrlAsEndpoint?: false } {
  return env.AWS_ENDPOINT_URL_SQS || env.AWS_ENDPOINT_URL ? { useQueueUrlAsEndpoint: false } : {};
}

function toEntry({ key, jobId, delaySeconds }: JobMessage): SendMessageBatchRequestEntry {
  return {
    Id: key,
    MessageBody: writeJobMessage(jobId),
    ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
  };
}

function toRefusal(entry: BatchResultErrorEntry | undefined): Refusal {
  if (!entry)
    return { error: new Error('SQS did not say whether it was sent'), worthRetrying: true };
  const { Code, Message, SenderFault } = entry;
  return {
    error: new Error(`${Code}: ${Message ?? 'no reason given'}`),
    worthRetrying: SenderFault !== true,
  };
}
