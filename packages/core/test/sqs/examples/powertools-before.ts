import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSHandler } from 'aws-lambda';
import { recordHandler } from './record-handler.js';

const processor = new BatchProcessor(EventType.SQS);

export const handler: SQSHandler = async (event, context) =>
  processPartialResponse(event, recordHandler, processor, { context });
