// Checked by `tsc -p packages/core`: what users write compiles, what they must not write does not.
import type {
  Context,
  EventBridgeEvent,
  Handler,
  S3Handler,
  ScheduledEvent,
  SNSHandler,
  SQSEvent,
  SQSHandler,
} from 'aws-lambda';
import {
  type EventContext,
  type EventServer,
  httpContext,
  s3Handler,
  serveEvents,
  sqsHandler,
} from '../../src/index.js';
import { deliver, invoke, sqsEvent } from '../../src/testing/index.js';
import type { Equal, Expect } from './expect-type.js';

declare const sqs: SQSHandler;
declare const s3: S3Handler;
declare const sns: SNSHandler;
declare const typed: Handler<{ name: string }, { hello: string }>;
declare const untyped: Handler;

type Greeting = { name: string };
const plain = async (event: Greeting, context: EventContext) => ({
  hello: event.name,
  id: context.awsRequestId,
});
const sync = (event: Greeting) => event.name.length;
const nullary = () => 'done';
const withLambdasContext = async (event: SQSEvent, context: Context) =>
  event.Records.length + context.getRemainingTimeInMillis();
const scheduled = async (event: ScheduledEvent) => event.time;
const custom = async (event: EventBridgeEvent<'order', { id: string }>) => event.detail.id;

// Moves over unchanged, whatever it was typed with.
export const served: EventServer[] = [
  serveEvents(sqs),
  serveEvents(s3),
  serveEvents(sns),
  serveEvents(typed),
  serveEvents(untyped),
  serveEvents(plain),
  serveEvents(sync),
  serveEvents(nullary),
  serveEvents(withLambdasContext),
  serveEvents(scheduled),
  serveEvents(custom),
  serveEvents(sqsHandler(() => {})),
  serveEvents(s3Handler(() => {})),
];

export const invoked: Promise<unknown>[] = [
  invoke(sqs, {}),
  invoke(s3, {}),
  invoke(sns, {}),
  invoke(typed, { name: 'Ada' }),
  invoke(untyped, {}),
  invoke(plain, { name: 'Ada' }),
  invoke(sync, {}),
  invoke(nullary, {}),
  invoke(withLambdasContext, sqsEvent([{}])),
  invoke(
    sqsHandler(() => {}),
    sqsEvent([{}]),
  ),
  invoke({ url: 'http://127.0.0.1:8080' }, {}),
  deliver(sqs, sqsEvent([{}])),
  deliver(
    sqsHandler(() => {}),
    sqsEvent([{}]),
    { reportBatchItemFailures: false },
  ),
];

// @ts-expect-error: a number is no handler
serveEvents(42);
// @ts-expect-error: neither is an object that holds one
serveEvents({ handler: plain });
// @ts-expect-error: a port is a number
serveEvents(plain, { port: '8080' });
// @ts-expect-error: a misspelt option
serveEvents(plain, { shutdownTimeout: 100 });
// @ts-expect-error: SQS events come from sqsEvent or from SQS
deliver(sqs, { Records: 'none' });

// The result of httpContext is what its function gives.
const result = httpContext({}, async ({ awsRequestId }) => ({ awsRequestId }));
const syncResult = httpContext(new Headers(), () => 7);
export type Results = Expect<
  [
    Equal<Awaited<typeof result>, { awsRequestId: string }>,
    Equal<Awaited<typeof syncResult>, number>,
  ]
>;
