import {
  type SqsBatchResponse,
  type SqsEvent,
  type SqsLambdaHandler,
  sqsHandler,
} from 'lwa-bridge';
import type { CreateHandler } from './simulation/world.js';

type Process = Parameters<CreateHandler>[0];
type Options = NonNullable<Parameters<CreateHandler>[1]>;

/** `sqsHandler` with its handler changed. */
export function withHandler(
  change: (handler: SqsLambdaHandler) => SqsLambdaHandler,
): CreateHandler {
  return (process, options) => change(sqsHandler(process, options));
}

/** `sqsHandler` with the function for messages changed. */
export function withProcess(change: (process: Process) => Process): CreateHandler {
  return (process, options) => sqsHandler(change(process), options);
}

/** `sqsHandler` with other options than it is given. */
export function withOptions(changed: Options): CreateHandler {
  return (process, options) => sqsHandler(process, { ...options, ...changed });
}

/** `sqsHandler` that sees another event. */
export function withEvent(change: (event: SqsEvent) => SqsEvent): CreateHandler {
  return withHandler((handler) => (event, context) => handler(change(event), context));
}

/** `sqsHandler` that gives another reply. */
export function withReply(
  change: (reply: SqsBatchResponse, event: SqsEvent) => SqsBatchResponse,
): CreateHandler {
  return withHandler((handler) => async (event, context) => {
    return change(await handler(event, context), event);
  });
}

/** An event with each record changed. */
export function eachRecord(
  { Records }: SqsEvent,
  change: (record: SqsEvent['Records'][number]) => SqsEvent['Records'][number],
): SqsEvent {
  return { Records: Records.map(change) };
}

/** A reply that lists these ids. */
export function listing(ids: Iterable<string>): SqsBatchResponse {
  return { batchItemFailures: [...ids].map((itemIdentifier) => ({ itemIdentifier })) };
}
