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
