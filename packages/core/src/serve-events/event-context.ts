import type { Logger } from './log.js';

/**
 * Lambda's own `Context`, declared structurally so that nobody needs `@types/aws-lambda`.
 *
 * Outside Lambda (a debugger, curl) every field has a sensible value.
 */
export interface LambdaContext {
  /** Kept for compatibility; has no effect here, as in every handler that returns a promise. */
  callbackWaitsForEmptyEventLoop: boolean;
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  /** In MB, as a string: Lambda's own type. */
  memoryLimitInMB: string;
  awsRequestId: string;
  logGroupName: string;
  logStreamName: string;
  identity?: CognitoIdentity | undefined;
  clientContext?: ClientContext | undefined;
  /** The tenant of a tenant-isolated function (adapter 1.0 and later). */
  tenantId?: string | undefined;
  /**
   * Milliseconds until Lambda ends the invocation; 0 when that moment has passed. Without a
   * deadline (outside Lambda) 2,147,483,647, the longest time that `setTimeout` takes.
   */
  getRemainingTimeInMillis(): number;
  /** @deprecated Refused with `ERR_CALLBACK_HANDLER`: return a promise. */
  done(error?: Error, result?: unknown): void;
  /** @deprecated Refused with `ERR_CALLBACK_HANDLER`: throw. */
  fail(error: Error | string): void;
  /** @deprecated Refused with `ERR_CALLBACK_HANDLER`: return the value. */
  succeed(messageOrObject: unknown, object?: unknown): void;
}

/** The Amazon Cognito identity that called the function. */
export interface CognitoIdentity {
  cognitoIdentityId: string;
  cognitoIdentityPoolId: string;
}

/** What the caller said of itself: the `ClientContext` of an `Invoke` call. */
export interface ClientContext {
  client: {
    installationId: string;
    appTitle: string;
    appVersionName: string;
    appVersionCode: string;
    appPackageName: string;
  };
  /** Whatever the caller put there. */
  // biome-ignore lint/suspicious/noExplicitAny: `any` in Lambda's own type; `unknown` would not fit it
  custom?: any;
  env: {
    platformVersion: string;
    platform: string;
    make: string;
    model: string;
    locale: string;
  };
}

/** What every handler is given beside its event. */
export interface EventContext extends LambdaContext {
  /**
   * Aborted one second before the deadline (half of the time where less than two seconds are
   * left), when the server shuts down, and when the caller hangs up. Pass it on to whatever can be
   * cancelled.
   */
  readonly signal: AbortSignal;
  /** Writes JSON lines that carry this invocation's request id. */
  readonly log: Logger;
}

/**
 * A handler of Lambda events: sync or async, the signature of an ordinary Lambda handler.
 *
 * The third parameter is there so that handlers typed with `@types/aws-lambda` compile. Calling it
 * fails the invocation with `ERR_CALLBACK_HANDLER`.
 */
export type EventHandler<Event = unknown, Reply = unknown> = (
  event: Event,
  context: EventContext,
  callback: never,
) => Reply | Promise<Reply>;
