import type { IncomingMessage } from 'node:http';
import { type ErrorCode, LwaBridgeError } from '../errors.js';
import { curlLine } from './curl-line.js';
import type { Settings } from './settings.js';

/** What a request is. */
export type EventRoute =
  | { kind: 'event' }
  | { kind: 'readiness' }
  /** An event that reached the wrong server or path, or is none: the invocation must fail. */
  | { kind: 'misrouted'; error: LwaBridgeError }
  /** A person's mistake. */
  | { kind: 'refused'; status: 404 | 405 | 415; message: string; allow?: string };

/** True for what the adapter sends: each request bears this header. */
export function isFromAdapter(request: IncomingMessage): boolean {
  return request.headers['x-amzn-lambda-context'] !== undefined;
}

/** Decides what a request is, by method, path and the adapter's headers. */
export function routeEvent(request: IncomingMessage, settings: Settings): EventRoute {
  const { method } = request;
  const [path = '/'] = (request.url ?? '/').split('?');
  const takesEvents = path === settings.passThroughPath || path === '/';
  if (isFromAdapter(request)) {
    if (isHttpEvent(request)) return misrouted(httpEventMessage(method, path));
    if (method === 'POST' && takesEvents) {
      return isJson(request)
        ? { kind: 'event' }
        : misrouted(notJsonMessage(request), 'ERR_EVENT_CONTENT_TYPE');
    }
    return misrouted(
      `the adapter sent an event by ${method} ${path}, but events are taken by POST ${settings.passThroughPath}: set AWS_LWA_PASS_THROUGH_PATH to the same value for both`,
    );
  }
  if (path === settings.readinessPath && (method === 'GET' || method === 'HEAD')) {
    return { kind: 'readiness' };
  }
  const usage = usageOf(request, settings);
  if (!takesEvents) {
    return { kind: 'refused', status: 404, message: `nothing is served at ${path}; ${usage}` };
  }
  if (method !== 'POST') {
    const message = `${method} ${path} is no event; ${usage}`;
    return { kind: 'refused', status: 405, message, allow: 'POST' };
  }
  if (!isJson(request)) {
    return { kind: 'refused', status: 415, message: `${notJsonMessage(request)}; ${usage}` };
  }
  return { kind: 'event' };
}

// The adapter makes an HTTP request of whatever looks like API Gateway, a Function URL or ALB, and
// says so by a request context; for all other events the context is `null`. Any answer to such a
// request would be wrapped as an HTTP reply and count as a success.
function isHttpEvent(request: IncomingMessage): boolean {
  const context = request.headers['x-amzn-request-context'];
  return context !== undefined && context !== 'null';
}

function httpEventMessage(method: string | undefined, path: string): string {
  return `an HTTP request (${method} ${path}) from API Gateway, a Function URL or a load balancer reached a function that serves events: point it to the function of your HTTP API`;
}

function misrouted(message: string, code: ErrorCode = 'ERR_EVENT_MISROUTED'): EventRoute {
  return { kind: 'misrouted', error: new LwaBridgeError(code, message) };
}

function notJsonMessage(request: IncomingMessage): string {
  return `an event's content-type is application/json, not ${request.headers['content-type'] || 'none'}`;
}

function isJson(request: IncomingMessage): boolean {
  const sent = request.headers['content-type'] ?? '';
  // As the adapter sends it.
  if (sent === 'application/json') return true;
  const [type = ''] = sent.split(';');
  return type.trim().toLowerCase() === 'application/json';
}

function usageOf(request: IncomingMessage, settings: Settings): string {
  const host = request.headers.host ?? `localhost:${request.socket.localPort ?? settings.port}`;
  return `send an event like this: ${curlLine(`http://${host}`, settings)}`;
}
