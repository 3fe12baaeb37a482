import { type IncomingMessage, request } from 'node:http';
import { parseStatusCodes } from '../serve-events/settings.js';
import { readAdapterJson } from './adapter-json.js';
import { asHeader, contextHeaders } from './context-headers.js';
import { FunctionError } from './function-error.js';
import { type HttpEventRequest, toHttpRequest } from './http-event.js';
import type { InvokeOptions } from './invoke.js';

// Lambda's own limit for a reply.
const maxReplyBytes = 6_291_556;

/**
 * A stand-in for AWS Lambda Web Adapter and the Lambda service behind it: sends an event to a
 * server as the adapter does, and makes of the answer what Lambda would.
 *
 * @throws FunctionError where Lambda would report a function error
 */
export async function passThroughAdapter(
  url: string,
  event: unknown,
  options: InvokeOptions,
): Promise<unknown> {
  const codes = parseStatusCodes(options.errorStatusCodes ?? '');
  const { headers, deadline } = contextHeaders(options);
  const http = toHttpRequest(event);
  const sent: HttpEventRequest = http ?? {
    method: 'POST',
    path: options.passThroughPath ?? '/events',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
    requestContext: null,
  };
  const answer = await exchange(
    url,
    {
      ...sent,
      headers: {
        ...sent.headers,
        ...headers,
        'x-amzn-request-context': asHeader(sent.requestContext),
        'content-length': String(Buffer.byteLength(sent.body)),
      },
    },
    { deadline, timeoutMs: options.timeoutMs ?? 30_000 },
  );
  if (codes.has(answer.status)) {
    throw new FunctionError({
      errorType: adapterError,
      errorMessage: `Request failed with configured error status code: ${answer.status}`,
      cause: readAdapterJson(answer.body),
    });
  }
  const reply = http ? wrapHttpReply(answer) : readReply(answer);
  if (Buffer.byteLength(JSON.stringify(reply)) > maxReplyBytes) {
    throw new FunctionError({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size exceeded maximum allowed payload size (${maxReplyBytes} bytes).`,
    });
  }
  return reply;
}

const adapterError =
  'alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>';

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

// What the adapter can't read as JSON becomes `null`, a success.
function readReply({ headers, body }: Answer): unknown {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isText = type === '' || /^text\/|^application\/json$|\+json$/.test(type);
  if (!isText || headers['content-encoding'] !== undefined) return null;
  return readAdapterJson(body) ?? null;
}

function wrapHttpReply({ status, headers, body }: Answer): unknown {
  return {
    statusCode: status,
    headers,
    multiValueHeaders: {},
    body,
    isBase64Encoded: false,
    cookies: [],
  };
}

function exchange(
  url: string,
  { method, path, headers, body }: HttpEventRequest,
  { deadline, timeoutMs }: { deadline: number; timeoutMs: number },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, url), { method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { statusCode: status = 0, headers } = incoming;
        settle(() => resolve({ status, headers, body: Buffer.concat(chunks).toString('utf8') }));
      });
      incoming.on('error', (cause) => {
        settle(() => reject(functionError('Lambda panicked', cause, 'UnhandledPanic')));
      });
    });
    const timer = setTimeout(() => {
      const seconds = (timeoutMs / 1000).toFixed(2);
      const timedOut = `Task timed out after ${seconds} seconds`;
      settle(() => reject(functionError(timedOut, undefined, 'Sandbox.Timedout')));
      outgoing.destroy();
    }, deadline - Date.now());
    const settle = (answer: () => void) => {
      clearTimeout(timer);
      answer();
    };
    outgoing.on('error', (cause: NodeJS.ErrnoException) => {
      const stage = cause.code === 'ECONNREFUSED' ? 'Connect' : 'SendRequest';
      settle(() => reject(functionError(`client error (${stage})`, cause)));
    });
    outgoing.end(body);
  });
}

function functionError(
  errorMessage: string,
  cause: unknown,
  errorType = adapterError,
): FunctionError {
  return new FunctionError({ errorType, errorMessage, cause });
}
