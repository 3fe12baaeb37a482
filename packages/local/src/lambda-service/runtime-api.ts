import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../listen.js';
import { createExtensionsApi, type ExtensionsApi } from './extensions-api.js';
import {
  type Failure,
  failureResult,
  maxReplyBytes,
  replyTooLarge,
  truncatedReply,
} from './failures.js';
import { type Exchange, readBody, sendError, sendJson } from './http-exchange.js';
import { invocationHeaders } from './invocation.js';
import type { InvocationBroker } from './invocation-broker.js';

/** The Runtime API and the Extensions API of one execution environment, on one port. */
export interface RuntimeApi {
  /** host:port, the value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  readonly extensions: ExtensionsApi;
  /** Whether the runtime has asked for an invocation, which is how it says that it is ready. */
  isReady(): boolean;
  close(): Promise<void>;
}

/** Options of {@link startRuntimeApi}. */
export interface RuntimeApiOptions {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invocations: InvocationBroker;
  /** An extension registered, or somebody asked for the first event or invocation. */
  onProgress(): void;
  /** The runtime or an extension reported that it cannot go on. */
  onFailure(failure: Failure): void;
}

/**
 * Serves the API by which Lambda and a function talk.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(options: RuntimeApiOptions): Promise<RuntimeApi> {
  const { invocations, onProgress, onFailure } = options;
  const extensions = createExtensionsApi({
    ...options,
    onError: (errorType, reason) => onFailure({ errorType, reason }),
  });
  let ready = false;

  function next({ response }: Exchange): void {
    const withdraw = invocations.poll((invocation) => {
      response.writeHead(200, invocationHeaders(invocation)).end(invocation.payload);
      extensions.announce(invocation);
    });
    response.once('close', withdraw);
    ready = true;
    onProgress();
  }

  async function answer(exchange: Exchange, requestId: string, failed: boolean): Promise<void> {
    if (!invocations.isRunning(requestId)) {
      await readBody(exchange);
      return sendError(exchange, 400, 'InvalidRequestID', 'Invalid request ID');
    }
    const body = await readBody(exchange, maxReplyBytes).catch(() => undefined);
    if (!body) {
      invocations.settle(requestId, failureResult(truncatedReply(), requestId));
    } else if ('tooLarge' in body) {
      invocations.settle(requestId, replyTooLarge(body.tooLarge));
      const message = `Exceeded maximum allowed payload size (${maxReplyBytes} bytes).`;
      sendError(exchange, 413, 'RequestEntityTooLarge', message);
    } else {
      const broken = failed ? undefined : streamError(exchange.request);
      invocations.settle(requestId, {
        payload: broken ?? body.bytes,
        ...((failed || broken) && { functionError: 'Unhandled' }),
      });
      sendJson(exchange, 202, { status: 'OK' });
    }
  }

  async function initError(exchange: Exchange): Promise<void> {
    const body = await readBody(exchange);
    sendJson(exchange, 202, { status: 'OK' });
    const payload = 'bytes' in body ? { payload: body.bytes } : {};
    onFailure({ errorType: 'Runtime.InitError', reason: 'The runtime reported it', ...payload });
  }

  async function route(exchange: Exchange): Promise<void> {
    const { method, url = '' } = exchange.request;
    const path = url.split('?', 1)[0];
    const reply = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path ?? '');
    if (method === 'POST' && reply?.[1]) return answer(exchange, reply[1], reply[2] === 'error');
    switch (`${method} ${path}`) {
      case 'GET /2018-06-01/runtime/invocation/next':
        return next(exchange);
      case 'POST /2018-06-01/runtime/init/error':
        return initError(exchange);
      case 'POST /2020-01-01/extension/register':
        return extensions.register(exchange);
      case 'GET /2020-01-01/extension/event/next':
        return extensions.next(exchange);
      case 'POST /2020-01-01/extension/init/error':
        return extensions.error(exchange, 'init');
      case 'POST /2020-01-01/extension/exit/error':
        return extensions.error(exchange, 'exit');
      default:
        return sendError(exchange, 404, 'NotFound', `no such resource: ${method} ${path}`);
    }
  }

  const { address, close } = await serve((request, response) => {
    const exchange = { request, response };
    route(exchange).catch((error) => {
      // Either the client is gone and there is nobody to tell, or the fault is ours.
      if (request.destroyed || response.headersSent) response.destroy();
      else sendError(exchange, 500, 'InternalServerError', String(error));
    });
  });
  return { address, extensions, isReady: () => ready, close };
}

// A reply in streaming mode says in its trailers that it broke off.
function streamError({ trailers }: IncomingMessage): Buffer | undefined {
  if (!trailers['lambda-runtime-function-error-type']) return undefined;
  return Buffer.from(trailers['lambda-runtime-function-error-body'] ?? '', 'base64');
}

async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ address: string; close(): Promise<void> }> {
  const server = createServer(handle);
  // A frozen or slow client keeps its connections as long as it likes.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  const address = await listen(server);
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
