import type { AwsClient } from '../aws-client.js';
import { sqsSdk } from '../aws-sdk.js';
import type { EventContext } from '../serve-events/event-context.js';

/**
 * Where a context carries the client to use when none is given. `lwa-bridge/testing` puts one there, so
 * that no test calls AWS by accident; it may come from another copy of this library.
 */
export const standInClient = Symbol.for('lwa-bridge.sqs-client');

/** A context that may carry a client. */
export interface StandInContext {
  [standInClient]?: AwsClient;
}

/**
 * Makes a function that gives the SQS commands and the client to send them by: the given one, else the
 * context's, else one of the environment. The AWS SDK is loaded when it is first called.
 */
export function sqsConnection(given: AwsClient | undefined) {
  let made: AwsClient | undefined;
  return async (context: EventContext & StandInContext) => {
    const sdk = await sqsSdk();
    const client = given ?? context[standInClient];
    if (client) return { sdk, client };
    // Queue URLs only name queues here: where the client sends to is its own configuration.
    made ??= new sdk.SQSClient({ useQueueUrlAsEndpoint: false });
    return { sdk, client: made };
  };
}

/** Gives up a request in time for the reply: after half of what is left, 5 s at most, and at the deadline. */
export function replyInTime(context: EventContext): { abortSignal: AbortSignal } {
  const left = Math.max(0, context.getRemainingTimeInMillis());
  const enough = Math.min(100, left);
  // A whole number: AbortSignal.timeout takes no other.
  const timeout = Math.floor(Math.min(5000, Math.max(enough, left / 2)));
  return { abortSignal: AbortSignal.timeout(timeout) };
}
