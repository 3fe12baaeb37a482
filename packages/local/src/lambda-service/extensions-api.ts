import { randomUUID } from 'node:crypto';
import { type Exchange, readBody, sendError, sendJson } from './http-exchange.js';
import type { Invocation } from './invocation.js';

/**
 * The Extensions API of one execution environment.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 */
export interface ExtensionsApi {
  /** Answers `POST /extension/register`. */
  register(exchange: Exchange): Promise<void>;
  /** Answers `GET /extension/event/next`: a long poll. */
  next(exchange: Exchange): void;
  /** Answers `POST /extension/init/error` and `/extension/exit/error`. */
  error(exchange: Exchange, kind: 'init' | 'exit'): Promise<void>;
  /** Tells the extensions that asked for it of an invocation. */
  announce(invocation: Invocation): void;
  /** Tells the extensions that asked for it that the environment ends. True where one did. */
  announceShutdown(deadline: number): boolean;
  /** Whether there are extensions, and each has asked for its first event. */
  isReady(): boolean;
}

/** What the rest of the environment wants to know. */
export interface ExtensionsApiOptions {
  readonly functionName: string;
  readonly functionVersion: string;
  /** An extension registered, or asked for its first event. */
  onProgress(): void;
  onError(errorType: string, reason: string): void;
}

interface Extension {
  readonly name: string;
  readonly events: readonly string[];
  readonly pending: object[];
  poll?: Exchange;
  ready: boolean;
}

const identifier = 'lambda-extension-identifier';

export function createExtensionsApi(options: ExtensionsApiOptions): ExtensionsApi {
  const { functionName, functionVersion, onProgress, onError } = options;
  const extensions = new Map<string, Extension>();

  function find(exchange: Exchange): Extension | undefined {
    const id = String(exchange.request.headers[identifier] ?? '');
    const extension = extensions.get(id);
    if (!extension) {
      sendError(exchange, 403, 'Extension.UnknownExtensionIdentifier', `Unknown extension ${id}`);
    }
    return extension;
  }

  function send(eventType: string, fields: object): boolean {
    const receivers = [...extensions.values()].filter(({ events }) => events.includes(eventType));
    for (const extension of receivers) {
      extension.pending.push({ eventType, ...fields });
      flush(extension);
    }
    return receivers.length > 0;
  }

  return {
    async register(exchange) {
      const name = String(exchange.request.headers['lambda-extension-name'] ?? '');
      if (!name) {
        sendError(exchange, 403, 'Extension.InvalidExtensionName', 'Empty extension name');
        return;
      }
      const events = await readEvents(exchange);
      if (!events) return;
      const id = randomUUID();
      extensions.set(id, { name, events, pending: [], ready: false });
      const reply = { functionName, functionVersion, handler: 'handler' };
      sendJson(exchange, 200, reply, { [identifier]: id });
      onProgress();
    },
    next(exchange) {
      const extension = find(exchange);
      if (!extension) return;
      extension.poll = exchange;
      extension.ready = true;
      flush(extension);
      onProgress();
    },
    async error(exchange, kind) {
      const extension = find(exchange);
      if (!extension) return;
      await readBody(exchange);
      const type = exchange.request.headers['lambda-extension-function-error-type'];
      sendJson(exchange, 202, { status: 'OK' });
      const errorType = kind === 'init' ? 'Extension.InitError' : 'Extension.ExitError';
      onError(errorType, `${extension.name} reported ${type ?? 'an error'}`);
    },
    announce({ requestId, deadline, functionArn, traceId }) {
      const tracing = { type: 'X-Amzn-Trace-Id', value: traceId };
      const fields = { deadlineMs: deadline, requestId, invokedFunctionArn: functionArn, tracing };
      send('INVOKE', fields);
    },
    announceShutdown: (deadline) =>
      send('SHUTDOWN', { shutdownReason: 'spindown', deadlineMs: deadline }),
    isReady: () => extensions.size > 0 && [...extensions.values()].every(({ ready }) => ready),
  };
}

function flush(extension: Extension): void {
  const { poll, pending } = extension;
  const event = poll && pending.shift();
  if (!poll || !event) return;
  delete extension.poll;
  sendJson(poll, 200, event, { 'lambda-extension-event-identifier': randomUUID() });
}

async function readEvents(exchange: Exchange): Promise<string[] | undefined> {
  const body = await readBody(exchange);
  try {
    const { events = [] } = JSON.parse('bytes' in body ? body.bytes.toString() : '') ?? {};
    const unknown = events.find((event: unknown) => event !== 'INVOKE' && event !== 'SHUTDOWN');
    if (unknown === undefined) return events;
    sendError(exchange, 403, 'Extension.InvalidEventType', `${unknown}: invalid event type`);
  } catch (error) {
    sendError(exchange, 403, 'InvalidRequestFormat', String(error));
  }
  return undefined;
}
