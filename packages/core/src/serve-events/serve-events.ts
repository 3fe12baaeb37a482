import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LwaBridgeError } from '../errors.js';
import { alarmClock } from './alarm-clock.js';
import { answerEvent, type EventServing, failEvent } from './answer-event.js';
import { watchConnections } from './connections.js';
import { curlLine } from './curl-line.js';
import type { EventHandler } from './event-context.js';
import { routeEvent } from './event-route.js';
import { openInvokeStore } from './invoke-store.js';
import { readSettings, type ServeEventsOptions, type Settings } from './settings.js';
import { shutDown } from './shutdown.js';
import { stopOnSignal } from './signals.js';
import { writeJson } from './write-reply.js';

/** A running event server. */
export interface EventServer {
  /** Resolves when the server listens; rejects with `ERR_PORT_IN_USE` when the port is taken. */
  readonly ready: Promise<void>;
  /** Where it listens, such as `http://127.0.0.1:8080`; with port 0 known once it is `ready`. */
  readonly url: string;
  /** Stops accepting, waits for running invocations however long they take, runs the shutdown hooks. */
  close(): Promise<void>;
}

/**
 * Serves a Lambda handler over HTTP, as AWS Lambda Web Adapter wants it in pass-through mode.
 *
 * Whatever goes wrong, the *invocation* fails: Lambda sees a function error, and the event source
 * delivers again. Nothing that failed is ever answered as a success.
 *
 * @param handler - an ordinary Lambda handler, sync or async
 * @param options - each has a default, most also an environment variable
 * @throws LwaBridgeError `ERR_SETTINGS` for settings under which it could not keep that promise
 *
 * @example
 * ```ts
 * import { isMain, serveEvents, type EventContext } from 'lwa-bridge';
 *
 * export const handler = async (event: { name: string }, context: EventContext) => {
 *   context.log.info({ name: event.name }, 'greeting');
 *   return { hello: event.name };
 * };
 *
 * if (isMain(import.meta)) serveEvents(handler);
 * ```
 */
export function serveEvents<Event>(
  handler: EventHandler<Event>,
  options: ServeEventsOptions = {},
): EventServer {
  if (typeof handler !== 'function') {
    const message = `serveEvents(handler): the handler is a function, got ${typeof handler}`;
    throw new LwaBridgeError('ERR_SETTINGS', message);
  }
  const settings = readSettings(options, process.env);
  return startEventServer(handler as EventHandler, settings, (url) => {
    if (settings.insideLambda) return;
    settings.log.info({ url }, `listening; send an event with: ${curlLine(url, settings)}`);
  });
}

/** Starts a server with settings that are already read. */
export function startEventServer(
  handler: EventHandler,
  settings: Settings,
  onListening: (url: string) => void = () => {},
): EventServer {
  warnIfUncovered(settings);
  const serving: EventServing = {
    handler,
    settings,
    setAlarm: alarmClock(),
    closing: new AbortController(),
    running: new Map(),
    // Opened while the server starts to listen: neither waits for the other.
    store: openInvokeStore(process.env),
  };
  const server = createEventServer(serving);
  const closeConnections = watchConnections(server);
  let stopped: Promise<void> | undefined;
  const stop = (timeoutMs: number) => {
    stopped ??= shutDown({ server, closeConnections, timeoutMs, ...serving });
    return stopped;
  };
  const ignoreSignals = settings.handleSignals
    ? stopOnSignal(() => stop(settings.shutdownTimeoutMs))
    : () => {};
  const ready = listen(server, settings).then(
    () => onListening(urlOf(server, settings)),
    (error) => {
      ignoreSignals();
      throw error;
    },
  );

  return {
    ready,
    get url() {
      return urlOf(server, settings);
    },
    async close() {
      ignoreSignals();
      await ready;
      await stop(Number.POSITIVE_INFINITY);
    },
  };
}

function createEventServer(serving: EventServing): Server {
  const { settings } = serving;
  const server = createServer({
    // Node must answer nothing on its own, neither 400 nor 408 nor 417: behind the adapter each of
    // these is a success. And it must not close an idle connection that the adapter is about to use.
    requireHostHeader: false,
    requestTimeout: 0,
    headersTimeout: 0,
    keepAliveTimeout: 0,
    maxHeaderSize: 64 * 1024,
  });
  const onRequest: RequestListener = (request, response) => {
    const route = routeEvent(request, settings);
    switch (route.kind) {
      case 'event':
        return void answerEvent(request, response, serving);
      case 'readiness':
        return void response.writeHead(200, { 'content-length': 0 }).end();
      case 'misrouted':
        return failEvent(request, response, route.error, settings);
      case 'refused':
        if (route.allow) response.setHeader('allow', route.allow);
        return writeJson(response, route.status, JSON.stringify({ error: route.message }));
    }
  };
  server.on('request', onRequest);
  server.on('checkExpectation', onRequest);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Not the error itself: it holds the bytes that were sent, secrets and all.
    const { code, message: reason } = error;
    if (!isHangUp(error)) {
      settings.log.error({ code, reason }, 'a request is not HTTP: its connection is closed');
    }
    socket.destroy();
  });
  return server;
}

// In the middle of an event it is told where the event is read; between two it is nothing to tell.
function isHangUp({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'HPE_INVALID_EOF_STATE';
}

async function listen(server: Server, { hostname, port }: Settings): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') return reject(cause);
      const message = `port ${port} is taken: end what listens there, or choose another one with PORT or the option port`;
      reject(new LwaBridgeError('ERR_PORT_IN_USE', message, { cause }));
    });
    server.listen(port, hostname, resolve);
  });
}

function urlOf(server: Server, { hostname, port }: Settings): string {
  const address = server.address() as AddressInfo | null;
  const anywhere = hostname === '0.0.0.0' || hostname === '::';
  const host = anywhere ? '127.0.0.1' : hostname;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address?.port ?? port}`;
}

function warnIfUncovered({ insideLambda, adapterFailsOn500, log }: Settings): void {
  if (!insideLambda || adapterFailsOn500) return;
  log.warn(
    {},
    'AWS_LWA_ERROR_STATUS_CODES does not cover 500, so a failed invocation is reported by closing the connection, without its reason: set AWS_LWA_ERROR_STATUS_CODES=500-599 on this function',
  );
}
