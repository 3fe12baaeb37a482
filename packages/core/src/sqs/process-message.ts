import { refuseGenerator } from '../refuse-generator.js';
import type { Schema } from '../standard-schema.js';
import type { MessageContext } from './message.js';
import { type BodyFormat, readBody } from './read-body.js';

/** Works on one message. Resolving acknowledges it, throwing reports it failed. */
export type ProcessMessage<Body> = (body: Body, context: MessageContext) => unknown;

/** How one message is worked on. */
export interface MessageProcessing<Body> {
  readonly processMessage: ProcessMessage<Body>;
  readonly format: BodyFormat;
  readonly schema: Schema<unknown, Body> | undefined;
}

/** Reads a message's body and hands it to the function; throws, or gives what settles, as that does. */
export function workOn<Body>(
  context: MessageContext,
  { processMessage, format, schema }: MessageProcessing<Body>,
): unknown {
  const body = readBody(context.message, format, schema);
  if (!(body instanceof Promise)) return call(processMessage, body, context);
  return body.then((read) => {
    // By now the message may have been reported failed, and another worker may have it.
    context.signal.throwIfAborted();
    return call(processMessage, read, context);
  });
}

function call<Body>(
  processMessage: ProcessMessage<Body>,
  body: Body,
  context: MessageContext,
): unknown {
  const working = processMessage(body, context);
  refuseGenerator(working);
  return working;
}
