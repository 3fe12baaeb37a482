import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request body; of one over the limit only the size. */
export type Body = { readonly bytes: Buffer } | { readonly tooLarge: number };

/** One request and its response, with the two strings by which an API answers. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Reads a body to its end, also one over the limit: the client is still writing and would take an
 * early answer for a broken connection.
 *
 * @throws Error when the connection breaks first.
 */
export async function readBody({ request }: Exchange, limit = Infinity): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= limit ? { bytes: Buffer.concat(chunks) } : { tooLarge: size };
}

/** Answers with JSON. */
export function sendJson(
  { response }: Exchange,
  status: number,
  value: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

/** Answers with an error in the form of Lambda's APIs. */
export function sendError(
  exchange: Exchange,
  status: number,
  errorType: string,
  errorMessage: string,
): void {
  sendJson(exchange, status, { errorType, errorMessage });
}
