import type { InvokeOptions } from 'lwa-bridge/testing';

/** A Lambda function that runs on this machine: a handler process with an adapter in front. */
export interface LambdaFunction {
  readonly name: string;
  /** Where the handler's own HTTP server listens. */
  readonly url: string;
  /** Invokes it: resolves with the reply's value, or rejects with a `FunctionError`. */
  invoke(event: unknown, options?: InvokeOptions): Promise<unknown>;
  /** Ends it as Lambda would: SIGTERM, then SIGKILL. */
  close(): Promise<void>;
}
