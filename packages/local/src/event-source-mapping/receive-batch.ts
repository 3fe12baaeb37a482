import { setTimeout as sleep } from 'node:timers/promises';
import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { FullEventSourceSettings } from './mapping-settings.js';

// Of one receive: the most that SQS gives, and how long it waits for a first message. A receive is
// never aborted, since a message handed to one that just was stays invisible for its whole timeout;
// so it is short, and closing waits for it.
const messagesPerReceive = 10;
const waitSeconds = 1;
// The pause between two receives that fill up a batch.
const pauseMs = 100;

/** Lambda's limit for an event, in bytes. */
const maxEventBytes = 6 * 1024 * 1024;
// What a record needs beside body and attributes; rather too much.
const recordBytes = 2048;

/**
 * Receives the messages of a batch: waits shortly for the first, then until the batch is full or its
 * window over. None, where there are none.
 */
export async function receiveBatch(
  client: SQSClient,
  QueueUrl: string,
  { batchSize, maximumBatchingWindow }: FullEventSourceSettings,
  closing: AbortSignal,
): Promise<Message[]> {
  const receive = async (most: number, WaitTimeSeconds: number): Promise<Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds,
        MaxNumberOfMessages: Math.min(most, messagesPerReceive),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  };

  const batch = await receive(batchSize, waitSeconds);
  if (batch.length === 0) return batch;
  const windowEnd = performance.now() + maximumBatchingWindow * 1000;
  while (batch.length < batchSize && sizeOf(batch) < maxEventBytes && !closing.aborted) {
    const left = windowEnd - performance.now();
    if (left <= 0) break;
    // An error is met again by the next receive; what is here must not wait for that.
    const more = await receive(batchSize - batch.length, 0).catch(() => undefined);
    if (!more) break;
    batch.push(...more);
    if (more.length > 0) continue;
    await sleep(Math.min(left, pauseMs), undefined, { signal: closing }).catch(() => {});
  }
  return batch;
}

/** Divides messages so that each part fits into an event of 6 MB. */
export function splitBySize(messages: readonly Message[]): Message[][] {
  const parts: Message[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const bytes = sizeOf([message]);
    if (size + bytes > maxEventBytes) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(message);
    size += bytes;
  }
  return parts;
}

function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { Body = '', MessageAttributes }) => {
    const attributes = MessageAttributes ? JSON.stringify(MessageAttributes) : '';
    return sum + recordBytes + Buffer.byteLength(JSON.stringify(Body)) + attributes.length;
  }, 0);
}
