import {
  isLwaBridgeError,
  isNonRetriableError,
  isRetryAfterError,
  NonRetriableError,
} from '../errors.js';
import { refuseGenerator } from '../refuse-generator.js';
import { describeIssues, type Schema, validate } from '../standard-schema.js';
import type { MessageContext } from './message.js';
import type { ChangeVisibility } from './visibility.js';

/** What became of one message. */
export type MessageOutcome = { done: true } | { done: false; error: unknown };

/** Works on one message. Resolving acknowledges it, throwing reports it failed. */
export type ProcessMessage<Body> = (body: Body, context: MessageContext) => unknown;

/** What to do with a message that no retry can help. */
export type OnNonRetriable =
  | 'redrive'
  | 'acknowledge'
  | ((error: Error, context: MessageContext) => unknown);

/** How one message is worked on. */
export interface MessageProcessing<Body> {
  readonly processMessage: ProcessMessage<Body>;
  readonly schema: Schema<unknown, Body> | undefined;
  readonly onNonRetriable: OnNonRetriable;
  readonly changeVisibility: ChangeVisibility;
}

/** The way of one message: body read, validated, worked on; a failure goes by what it says of itself. */
export async function processMessage<Body>(
  context: MessageContext,
  processing: MessageProcessing<Body>,
): Promise<MessageOutcome> {
  try {
    const body = await readBody(context, processing.schema);
    const working = processing.processMessage(body, context);
    refuseGenerator(working);
    await working;
    return { done: true };
  } catch (error) {
    return failMessage(error, context, processing);
  }
}

async function readBody<Body>(
  { message }: MessageContext,
  schema: Schema<unknown, Body> | undefined,
): Promise<Body> {
  const value = parseBody(message.raw.body);
  if (!schema) return value as Body;
  const result = await validate(schema, value);
  if (!result.issues) return result.value;
  throw new NonRetriableError(`the body is not valid: ${describeIssues(result.issues)}`, {
    code: 'ERR_VALIDATION',
    cause: result.issues,
  });
}

function parseBody(body: unknown): unknown {
  if (typeof body !== 'string') throw malformed(`it is no text but ${typeof body}`);
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw malformed(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function malformed(reason: string, cause?: unknown): NonRetriableError {
  const message = `the body is not JSON: ${reason}`;
  return new NonRetriableError(message, { code: 'ERR_MALFORMED_BODY', cause });
}

async function failMessage<Body>(
  error: unknown,
  context: MessageContext,
  { onNonRetriable, changeVisibility }: MessageProcessing<Body>,
): Promise<MessageOutcome> {
  logFailure(error, context);
  if (isRetryAfterError(error)) await changeVisibility(error.seconds, context);
  if (!isNonRetriableError(error) || onNonRetriable === 'redrive') return { done: false, error };
  if (onNonRetriable === 'acknowledge') return { done: true };
  try {
    await onNonRetriable(error, context);
    return { done: true };
  } catch (failure) {
    context.log.error({ ...ids(context), err: failure }, 'onNonRetriable failed: the message too');
    return { done: false, error };
  }
}

function logFailure(error: unknown, context: MessageContext): void {
  const issues = isLwaBridgeError(error) &&
    error.code === 'ERR_VALIDATION' && { issues: error.cause };
  const fields = { ...ids(context), ...issues, err: error };
  if (isRetryAfterError(error)) context.log.warn(fields, 'a message is put off');
  else context.log.error(fields, 'a message failed');
}

function ids({ message }: MessageContext): object {
  const { messageId, receiveCount, groupId } = message;
  return { messageId, receiveCount, ...(groupId !== undefined && { groupId }) };
}
