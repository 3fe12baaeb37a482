import { toAdapterPath } from '../../serve-events/adapter-path.js';
import type { InvokeOptions } from '../invoke.js';
import { unfitQuery, unreadableEvent } from './adapter-errors.js';
import { asHeader, type SentContext } from './context-headers.js';
import { type HttpSource, toHttpRequest } from './http-event.js';

/** What the adapter sends to the handler. */
export interface AdapterRequest {
  /** The service that an HTTP request came from; `undefined` for an event, which is passed through. */
  source: HttpSource | undefined;
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

/**
 * The request that the adapter makes of an event, given as JSON.
 *
 * @throws FunctionError where the event is no JSON, or its query fits into no URL
 */
export function toAdapterRequest(
  payload: Uint8Array,
  context: SentContext,
  { passThroughPath = '/events' }: InvokeOptions,
): AdapterRequest {
  const { text, event } = readPayload(payload);
  const http = toHttpRequest(event);
  const {
    source,
    method,
    path,
    query,
    headers,
    body,
    requestContext = null,
  } = http ?? {
    source: undefined,
    method: 'POST',
    path: passThroughPath,
    query: '',
    headers: { 'content-type': 'application/json' },
    body: text.trim(),
  };
  if (/[^!-~]/.test(query)) throw unfitQuery(query);
  return {
    source,
    method,
    path: `${toAdapterPath(path)}${query && `?${query}`}`,
    headers: {
      ...headers,
      ...context.headers,
      'x-amzn-request-context': asHeader(JSON.stringify(requestContext)),
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  };
}

function readPayload(payload: Uint8Array): { text: string; event: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    return { text, event: JSON.parse(text) };
  } catch (error) {
    throw unreadableEvent(error as Error);
  }
}
