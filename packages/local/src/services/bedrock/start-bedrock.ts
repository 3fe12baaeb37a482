import { randomUUID } from 'node:crypto';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { listen } from '../../listen.js';
import type { EmbeddedService } from '../embedded-service.js';
import { BedrockError, toBedrockError } from './bedrock-error.js';
import { BedrockFault, breakReply } from './bedrock-fault.js';
import { type ConverseRequest, converseReply } from './converse.js';

/**
 * What the model answers: the input of the tool it was made to call, or a text, which is all it can
 * say without a tool, and how it refuses to call one; a `ModelTurn` says more. Throw a
 * {@link BedrockError} to answer with an error, a {@link BedrockFault} to break the reply.
 */
export type BedrockReply = (request: ConverseRequest) => unknown;

/** Options of {@link startBedrock}. */
export interface BedrockOptions {
  reply: BedrockReply;
  /** Called after each answer. */
  onAnswer?: ((answer: BedrockAnswer) => void) | undefined;
}

/** One answer of the stand-in. */
export interface BedrockAnswer {
  readonly modelId: string;
  readonly ms: number;
  /** The type of the error or fault, where it answered with one. */
  readonly error?: string;
}

/**
 * Starts a stand-in for Bedrock Runtime's `Converse`, over cleartext HTTP/2: what the AWS SDK's
 * default client speaks. It is a stand-in, not a model: its user gives the answers.
 */
export async function startBedrock({ reply, onAnswer }: BedrockOptions): Promise<EmbeddedService> {
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('stream', async (stream, headers) => {
    const started = performance.now();
    // The client may go away at any moment; its stream's error is then nobody's.
    stream.on('error', () => {});
    const path = headers[':path'] ?? '/';
    const modelId = modelOf(headers[':method'], path);
    const error = await answer(stream, modelId, reply);
    const ms = Math.round(performance.now() - started);
    onAnswer?.({ modelId: modelId ?? path, ms, ...(error && { error }) });
  });

  const address = await listen(server);
  return {
    url: `http://${address}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Sockets, not sessions: one that has said nothing yet would keep the server open.
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Answers one request, and says with which error or fault, where it does with one. */
async function answer(
  stream: ServerHttp2Stream,
  modelId: string | undefined,
  reply: BedrockReply,
): Promise<string | undefined> {
  const started = performance.now();
  try {
    if (modelId === undefined) {
      const known = 'POST /model/{modelId}/converse';
      throw new BedrockError('UnknownOperationException', `this stand-in knows only ${known}`);
    }
    const request = { ...(await readJson(stream)), modelId } as ConverseRequest;
    send(stream, 200, converseReply(request, await reply(request), performance.now() - started));
    return undefined;
  } catch (thrown) {
    if (thrown instanceof BedrockFault) {
      const unsent = JSON.stringify(converseReply({ modelId: '' }, 'Nobody reads this.', 0));
      if (!stream.destroyed) breakReply(thrown, stream, unsent);
      return thrown.type;
    }
    const { name, message, statusCode } = toBedrockError(thrown);
    // With the namespace of the type behind it, as AWS writes it.
    const type = `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
    send(stream, statusCode, { message }, { 'x-amzn-errortype': type });
    return name;
  }
}

function modelOf(method: string | undefined, path: string): string | undefined {
  const match = /^\/model\/([^/]+)\/converse$/.exec(path);
  return method === 'POST' && match?.[1] ? decodeURIComponent(match[1]) : undefined;
}

async function readJson(stream: ServerHttp2Stream): Promise<object> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Not JSON: the same answer as JSON of another type.
  }
  throw new BedrockError('SerializationException', 'the body is not a JSON object');
}

function send(stream: ServerHttp2Stream, status: number, body: object, headers: object = {}): void {
  const json = Buffer.from(JSON.stringify(body));
  if (stream.destroyed || stream.closed) return;
  stream.respond({
    ':status': status,
    'content-type': 'application/json',
    'content-length': json.length,
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  stream.end(json);
}
