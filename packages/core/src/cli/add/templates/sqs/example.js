import { isMain, NonRetriableError, serveEvents, sqsHandler } from 'lwa-bridge';

// The body of a message is JSON: { "id": "..." }
// Resolving deletes the message; throwing has it come again, and in the end go to the dead-letter queue.
export const handler = sqsHandler(async (body, { log, message }) => {
  if (!body.id) throw new NonRetriableError('the message has no id');
  log.info({ id: body.id, receiveCount: message.receiveCount }, 'message received');
});

if (isMain(import.meta)) serveEvents(handler);
