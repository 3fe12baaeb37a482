import type { AwsClient } from '../aws-client.js';
import { LwaBridgeError } from '../errors.js';
import { orAborted } from '../or-aborted.js';
import type { EventContext } from '../serve-events/event-context.js';

/**
 * Sends a command to SQS, but waits no longer for an answer than leaves time for the reply: half of what is
 * left, 5 s at most. Also where the client heeds no signal, as the AWS SDK while it gets its credentials.
 *
 * @throws LwaBridgeError `ERR_SQS_TIMEOUT`, and what the client throws
 */
export async function sendInTime(
  client: AwsClient,
  command: unknown,
  context: EventContext,
): Promise<void> {
  const limit = timeForAnswer(context);
  const abortSignal = AbortSignal.timeout(limit);
  try {
    await orAborted(client.send(command as never, { abortSignal }), abortSignal);
  } catch (cause) {
    throw abortSignal.aborted ? noAnswer(limit, cause) : cause;
  }
}

function timeForAnswer(context: EventContext): number {
  const left = Math.max(0, context.getRemainingTimeInMillis());
  const enough = Math.min(100, left);
  // A whole number: AbortSignal.timeout takes no other.
  return Math.floor(Math.min(5000, Math.max(enough, left / 2)));
}

function noAnswer(limit: number, cause: unknown): LwaBridgeError {
  const text = `SQS did not answer within ${limit} ms. In a VPC a function needs an endpoint for SQS, or a way out`;
  return new LwaBridgeError('ERR_SQS_TIMEOUT', text, { cause });
}
