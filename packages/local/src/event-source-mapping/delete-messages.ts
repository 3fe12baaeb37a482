import { DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

const entriesPerCall = 10;

/**
 * Deletes received messages.
 *
 * @throws AggregateError of those that could not be deleted, after all have been tried.
 */
export async function deleteMessages(
  client: SQSClient,
  QueueUrl: string,
  receiptHandles: readonly string[],
): Promise<void> {
  const errors: unknown[] = [];
  for (let start = 0; start < receiptHandles.length; start += entriesPerCall) {
    const Entries = receiptHandles
      .slice(start, start + entriesPerCall)
      .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
    try {
      const reply = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      for (const { Code, Message } of reply.Failed ?? []) {
        errors.push(new Error(`${Code}: ${Message ?? 'no message'}`));
      }
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} deletions failed`);
}
