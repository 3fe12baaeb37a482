import { isMain, serveEvents, sqsHandler } from 'lwa-bridge';

export const handler = sqsHandler(({ ok }) => {
  if (!ok) throw new Error('not ok');
});

if (isMain(import.meta)) serveEvents(handler);
