import { type EventContext, isMain, serveEvents } from 'lwa-bridge';
import { act, isActionEvent } from './action.js';
import { closeDay } from './close-day.js';
import { isEventBridgeEvent, type KnownEvent } from './event-bridge.js';
import { reportAlarm } from './report-alarm.js';

// What throws fails the invocation, also where an event is not what its type says: Lambda tries it
// twice more, then keeps it in the function's queue.
export const handler = async (event: unknown, context: EventContext): Promise<object> => {
  if (typeof event === 'object' && event !== null && !Array.isArray(event)) {
    if (isEventBridgeEvent(event)) return handleKnown(event, context);
    if (isActionEvent(event)) return act(event, context);
  }
  throw new TypeError(`no event that this function knows: ${JSON.stringify(event).slice(0, 200)}`);
};

// A new kind is a type in event-bridge.ts, and a case here: without one this does not compile.
function handleKnown(event: KnownEvent, context: EventContext): object {
  switch (event['detail-type']) {
    case 'Scheduled Event':
      return closeDay(event, context);
    case 'CloudWatch Alarm State Change':
      return reportAlarm(event, context);
    default:
      return refuse(event);
  }
}

function refuse(event: never): never {
  const { source, 'detail-type': type } = event as KnownEvent;
  throw new TypeError(
    `nobody handles "${type}" of ${source}: a rule is too wide, or a case missing`,
  );
}

if (isMain(import.meta)) serveEvents(handler);
