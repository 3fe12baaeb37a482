import { LwaBridgeError } from '../errors.js';
import { refuseUnknownOptions } from '../refuse-unknown-options.js';
import type { EventHandler } from '../serve-events/event-context.js';
import type { Logger } from '../serve-events/log.js';
import { startEventServer } from '../serve-events/serve-events.js';
import { readSettings } from '../serve-events/settings.js';
import { throughAdapter } from './adapter/through-adapter.js';
import { invokeOptionNames } from './option-names.js';
import { type StandInSqs, standInSqs, withStandInSqs } from './stand-in-sqs.js';

/** A handler, or anything with the address of a running server: an `EventServer`, a child process. */
export type InvokeTarget =
  // biome-ignore lint/suspicious/noExplicitAny: a handler of any event fits
  EventHandler<any, unknown> | { readonly url: string };

/** Options of {@link invoke}. Each field has the value that a real function would show. */
export interface InvokeOptions {
  /** The function's timeout, in milliseconds. @default 30_000 */
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
  /** What is left out of `client` is an empty string; sent without, it would end the adapter. */
  clientContext?: { client?: object; custom?: object; environment?: object };
  /**
   * `AWS_LWA_ERROR_STATUS_CODES` of the adapter.
   * @default this process's environment; for a handler that has none there, '500-599'
   */
  errorStatusCodes?: string;
  /** `AWS_LWA_PASS_THROUGH_PATH` of the adapter. @default '/events' */
  passThroughPath?: string;
  /**
   * `AWS_LWA_INVOKE_MODE` of the adapter. With 'response_stream' the reply is a text: an HTTP prelude
   * and the body. An event server refuses to start under it.
   * @default 'buffered'
   */
  invokeMode?: string;
  /** Where a handler's own server logs. @default JSON lines on stdout */
  log?: Logger;
}

/**
 * Invokes a handler or a server as Lambda would behind the adapter, over real HTTP.
 *
 * What a handler would tell SQS (the visibility timeout of a `RetryAfterError`, a message for a dead-letter queue)
 * is not sent, unless it has an `sqsClient` of its own; {@link deliver} does.
 *
 * @param event - any value that JSON can hold, or the bytes of an event (a recorded one, read from
 * its file), which are sent as they are. `undefined` is an empty object, as in Lambda.
 * @returns the value that Lambda would see
 * @throws LwaBridgeError `ERR_SETTINGS` for a target that is neither
 * @throws FunctionError where Lambda would report a function error; what the handler threw is in its
 * `message` and `cause`
 *
 * @example
 * ```ts
 * import { invoke } from 'lwa-bridge/testing';
 *
 * const reply = await invoke(async (event: { name: string }) => ({ hello: event.name }), {
 *   name: 'Ada',
 * });
 * ```
 */
export async function invoke(
  target: InvokeTarget,
  event: unknown,
  options: InvokeOptions = {},
): Promise<unknown> {
  refuseUnknownOptions('invoke', options, invokeOptionNames);
  return invokeWith(standInSqs(), target, event, options);
}

/** {@link invoke}, with what stands in for SQS where a handler has no client of its own. */
export async function invokeWith(
  sqs: StandInSqs,
  target: InvokeTarget,
  event: unknown,
  options: InvokeOptions,
): Promise<unknown> {
  refuseNoTarget(target);
  const payload = toPayload(event);
  const fromEnv = process.env.AWS_LWA_ERROR_STATUS_CODES;
  if (typeof target !== 'function') {
    const errorStatusCodes = options.errorStatusCodes ?? fromEnv ?? '';
    return throughAdapter(target.url, payload, { ...options, errorStatusCodes });
  }
  const errorStatusCodes = options.errorStatusCodes ?? fromEnv ?? '500-599';
  const server = startEventServer(
    withStandInSqs(target as EventHandler, sqs),
    readSettings(
      {
        port: 0,
        hostname: '127.0.0.1',
        handleSignals: false,
        ...(options.passThroughPath && { passThroughPath: options.passThroughPath }),
        ...(options.log && { log: options.log }),
      },
      { ...process.env, AWS_LWA_ERROR_STATUS_CODES: errorStatusCodes },
    ),
  );
  await server.ready;
  try {
    return await throughAdapter(server.url, payload, { ...options, errorStatusCodes });
  } finally {
    void server.close();
  }
}

/** What is neither would pass for a function that fails. */
export function refuseNoTarget(target: unknown): void {
  const url = (target as { url?: unknown } | null | undefined)?.url;
  if (typeof target === 'function' || typeof url === 'string') return;
  const message = `a handler, or a server with its url, is what can be invoked; got ${typeof target}`;
  throw new LwaBridgeError('ERR_SETTINGS', message);
}

function toPayload(event: unknown): Uint8Array {
  return event instanceof Uint8Array ? event : Buffer.from(JSON.stringify(event) ?? '{}');
}
