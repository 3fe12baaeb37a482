import { type EventContext, isMain, serveEvents } from 'lwa-bridge';

// Called with any event: of a schedule, an EventBridge rule, a plain invoke. Throwing fails the
// invocation; what is returned is the reply, as JSON.
export const handler = async (event: object, { awsRequestId, log }: EventContext) => {
  log.info({ event }, 'event received');
  return { done: awsRequestId };
};

if (isMain(import.meta)) serveEvents(handler);
