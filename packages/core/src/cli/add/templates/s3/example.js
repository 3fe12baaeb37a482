import { isMain, s3Handler, serveEvents } from 'lwa-bridge';

// Called for each object that was uploaded. Resolving ends the work on it; throwing has it come again,
// and in the end go to the dead-letter queue.
export const handler = s3Handler(async (object, { log }) => {
  log.info({ bucket: object.bucket, key: object.key, size: object.size }, 'object received');
});

if (isMain(import.meta)) serveEvents(handler);
