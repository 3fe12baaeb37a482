/**
 * The part of an AWS SDK client that is used here, declared structurally: the types of this library
 * need no SDK.
 */
export interface AwsClient {
  send(command: never, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}
