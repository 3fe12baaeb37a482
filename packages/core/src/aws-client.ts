/**
 * The part of an AWS SDK client that is used here, declared structurally: the types of this library
 * need no SDK.
 */
export interface AwsClient {
  send(command: never, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

/** Whether a value is a client: in JavaScript an option may be anything. */
export function isAwsClient(value: unknown): value is AwsClient {
  return typeof (value as Partial<AwsClient> | null | undefined)?.send === 'function';
}

/** How an option is described that is to be a client. */
export const awsClientWanted = 'a client with a function send';
