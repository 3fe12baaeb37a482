import type { SQSHandler } from 'aws-lambda';
import { recordHandler } from './record-handler.js';

export const handler: SQSHandler = async (event) => {
  for (const record of event.Records) await recordHandler(record);
};
