import { randomBytes, randomUUID } from 'node:crypto';
import type { InvokeOptions } from 'lwa-bridge/testing';
import type { FunctionConfig } from './function-config.js';

/** One invocation on its way to the function. */
export interface Invocation {
  readonly requestId: string;
  /** The event as JSON, passed on byte for byte. */
  readonly payload: Uint8Array;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly functionArn: string;
  readonly traceId: string;
  /** JSON, as the caller of `Invoke` sent it. */
  readonly clientContext: string | undefined;
  /** JSON with the two ids of Amazon Cognito. */
  readonly identity: string | undefined;
  readonly tenantId: string | undefined;
}

/** What the `Invoke` API gives back. */
export interface InvocationResult {
  /** The reply, or the error as JSON. */
  readonly payload: Buffer;
  /** There when the function failed; the word is Lambda's. */
  readonly functionError?: 'Unhandled';
}

/** Gives an invocation its ids and its deadline. */
export function createInvocation(
  payload: Uint8Array,
  options: InvokeOptions,
  config: FunctionConfig,
): Invocation {
  const { clientContext, identity } = options;
  return {
    requestId: options.requestId ?? randomUUID(),
    payload,
    deadline: Date.now() + (options.timeoutMs ?? config.timeoutMs),
    functionArn: options.functionArn ?? config.arn,
    traceId: options.traceId ?? newTraceId(),
    clientContext: clientContext && JSON.stringify(clientContext),
    identity: identity && JSON.stringify(identity),
    tenantId: options.tenantId,
  };
}

/**
 * The headers of `GET /runtime/invocation/next`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-next
 */
export function invocationHeaders(invocation: Invocation): Record<string, string> {
  const headers = {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(invocation.deadline),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceId,
    'lambda-runtime-client-context': invocation.clientContext,
    'lambda-runtime-cognito-identity': invocation.identity,
    'lambda-runtime-aws-tenant-id': invocation.tenantId,
  };
  const present = Object.entries(headers).filter((entry): entry is [string, string] => !!entry[1]);
  // Node writes header values as latin1; this makes the bytes on the wire UTF-8.
  return Object.fromEntries(
    present.map(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')]),
  );
}

function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const [root, parent] = [randomBytes(12), randomBytes(8)].map((bytes) => bytes.toString('hex'));
  return `Root=1-${seconds}-${root};Parent=${parent};Sampled=0`;
}
