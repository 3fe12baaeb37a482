// Checked by `tsc -p packages/core`: our types and those of @types/aws-lambda fit both ways.
import type {
  Context,
  SQSBatchResponse,
  SQSEvent,
  SQSHandler,
  SQSMessageAttribute,
  SQSRecord,
} from 'aws-lambda';
import type {
  EventContext,
  LambdaContext,
  MessageContext,
  ObjectContext,
  SqsBatchResponse,
  SqsEvent,
  SqsEventHandler,
  SqsLambdaHandler,
  SqsRecord,
  SqsRecordAttribute,
} from '../../src/index.js';
import type { Expect, Fits } from './expect-type.js';

export type Contexts = Expect<
  [
    Fits<LambdaContext, Context>,
    Fits<Context, LambdaContext>,
    Fits<EventContext, Context>,
    Fits<EventContext, LambdaContext>,
    // What a handler is given beside its value is always an event's context too.
    Fits<MessageContext, EventContext>,
    Fits<ObjectContext, MessageContext>,
    Fits<ObjectContext, Context>,
  ]
>;

export type SqsTypes = Expect<
  [
    Fits<SqsEvent, SQSEvent>,
    Fits<SQSEvent, SqsEvent>,
    Fits<SqsRecord, SQSRecord>,
    Fits<SQSRecord, SqsRecord>,
    Fits<SqsBatchResponse, SQSBatchResponse>,
    Fits<SQSBatchResponse, SqsBatchResponse>,
    Fits<SqsRecordAttribute, SQSMessageAttribute>,
    Fits<SQSMessageAttribute, SqsRecordAttribute>,
  ]
>;

// Lambda's context is not an event's context: it has no signal and no log.
// @ts-expect-error
export const notEnough: EventContext = {} as Context;

declare const context: Context;
declare const ours: SqsEventHandler;
// A handler of ours is what a real Lambda handler looks like, but for what its context has more.
export const reply: Promise<SQSBatchResponse> = ours(
  {} as SQSEvent,
  Object.assign(context, { signal: new AbortController().signal, log: {} as EventContext['log'] }),
);

// What the wrappers make is one, whose context lacks what ours has more.
export const asLambdaHandler: SQSHandler = {} as SqsLambdaHandler;
export const asEventHandler: SqsEventHandler = {} as SqsLambdaHandler;
// @ts-expect-error
export const notAsLambdaHandler: SQSHandler = ours;

export const contextOfOurs: Parameters<SQSHandler>[1] = {} as EventContext;
