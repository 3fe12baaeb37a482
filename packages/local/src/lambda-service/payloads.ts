import { LwaBridgeError } from 'lwa-bridge';
import { FunctionError } from 'lwa-bridge/testing';
import { maxEventBytes } from './failures.js';
import type { InvocationResult } from './invocation.js';

/** An event as JSON; bytes are JSON already. Without an event Lambda sends an empty object. */
export function encodeEvent(event: unknown): Uint8Array {
  if (event instanceof Uint8Array) return event;
  return Buffer.from(JSON.stringify(event) ?? '{}');
}

/** @throws LwaBridgeError `ERR_EVENT_TOO_LARGE` over 6 MiB: Lambda does not take the call then. */
export function refuseLargeEvent(payload: Uint8Array): void {
  if (payload.length <= maxEventBytes) return;
  throw new LwaBridgeError(
    'ERR_EVENT_TOO_LARGE',
    `the event has ${payload.length} bytes; a synchronous invocation takes ${maxEventBytes}`,
  );
}

/**
 * The reply's value: parsed JSON; the text itself where it isn't JSON, as in streaming mode;
 * `undefined` where it is empty.
 *
 * @throws FunctionError where the function failed.
 */
export function readResult({ payload, functionError }: InvocationResult): unknown {
  const text = payload.toString('utf8');
  if (functionError) throw toFunctionError(text);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toFunctionError(text: string): FunctionError {
  const { errorType, errorMessage, trace, stackTrace } = parseError(text);
  const lines: unknown = trace ?? stackTrace;
  return new FunctionError({
    errorType: typeof errorType === 'string' ? errorType : 'Unknown',
    errorMessage: typeof errorMessage === 'string' ? errorMessage : text,
    ...(Array.isArray(lines) && { trace: lines.map(String) }),
  });
}

function parseError(text: string): Record<string, unknown> {
  try {
    const error: unknown = JSON.parse(text);
    return typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
