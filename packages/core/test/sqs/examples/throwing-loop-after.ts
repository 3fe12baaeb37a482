import { sqsHandler } from 'lwa-bridge';
import { recordHandler } from './record-handler.js';

export const handler = sqsHandler((_body, { message }) => recordHandler(message.raw), {
  body: 'text',
  reportBatchItemFailures: false,
});
