import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { SQSEvent } from 'aws-lambda';
import { recordHandler } from './record-handler.js';

export const handler = middy<SQSEvent>()
  .use(sqsPartialBatchFailure())
  .handler(async (event) => Promise.allSettled(event.Records.map(recordHandler)));
