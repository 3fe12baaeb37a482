import type { EventHandler } from '../serve-events/event-context.js';

/** A handler, or anything with the address of a running server: an `EventServer`, a child process. */
export type InvokeTarget =
  // biome-ignore lint/suspicious/noExplicitAny: a handler of any event fits
  EventHandler<any, unknown> | { readonly url: string };

/** Options of {@link invoke}. Every field has the value a real function would show. */
export interface InvokeOptions {
  /** The function's timeout in milliseconds. @default 30_000 */
  timeoutMs?: number;
  requestId?: string;
  functionName?: string;
  functionVersion?: string;
  functionArn?: string;
  memoryMb?: number;
  /** The X-Ray trace header. */
  traceId?: string;
  tenantId?: string;
  identity?: { cognitoIdentityId: string; cognitoIdentityPoolId: string };
  clientContext?: { client?: object; custom?: object; environment?: object };
  /** `AWS_LWA_ERROR_STATUS_CODES` of the adapter. Default: `500-599` for a handler, for a server this process's environment. */
  errorStatusCodes?: string;
  /** `AWS_LWA_PASS_THROUGH_PATH` of the adapter. @default '/events' */
  passThroughPath?: string;
}

/** Invokes as Lambda would: resolves with the value, or rejects with a `FunctionError`. */
export async function invoke(
  _target: InvokeTarget,
  _event: unknown,
  _options: InvokeOptions = {},
): Promise<unknown> {
  throw new Error('under construction');
}
