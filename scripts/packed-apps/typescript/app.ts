import {
  type EventContext,
  isMain,
  type MessageContext,
  serveEvents,
  sqsHandler,
} from 'lwa-bridge';
import { deliver, invoke, sqsEvent } from 'lwa-bridge/testing';

export const handler = async (event: { name: string }, context: EventContext) => {
  context.log.info({ left: context.getRemainingTimeInMillis() }, 'greeting');
  return { hello: event.name };
};

const worker = sqsHandler(async (body: { id: string }, { message }: MessageContext) => {
  if (message.receiveCount > 1) throw new Error(`seen ${body.id} before`);
});

// @ts-expect-error: a handler takes an event and a context, no number
serveEvents(42);

export const outcome = deliver(worker, sqsEvent([{ id: 'a' }]));
export const reply: Promise<unknown> = invoke(handler, { name: 'Ada' });

if (isMain(import.meta)) serveEvents(handler);
