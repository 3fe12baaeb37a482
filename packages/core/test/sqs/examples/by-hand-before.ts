import type { SQSBatchItemFailure, SQSHandler } from 'aws-lambda';
import { recordHandler } from './record-handler.js';

export const handler: SQSHandler = async (event) => {
  const batchItemFailures: SQSBatchItemFailure[] = [];
  for (const record of event.Records) {
    try {
      await recordHandler(record);
    } catch {
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
};
