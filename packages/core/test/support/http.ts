import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

/** One HTTP answer, read to its end. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface RequestOptions {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  agent?: Agent;
}

/** Sends a request; rejects when the connection is closed before an answer. */
export function send(url: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = 'POST', path = '/events', headers = {}, body = '', agent } = options;
  const chunked = 'transfer-encoding' in headers;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, url),
      {
        method,
        headers: {
          ...(!chunked && { 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
        ...(agent && { agent }),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
        });
      },
    );
    outgoing.on('error', reject);
    // Before a text, Node would write the headers as UTF-8 too.
    outgoing.end(Buffer.from(body));
  });
}

/** What curl sends with `-H 'Content-Type: application/json'`. */
export const curlHeaders = { 'content-type': 'application/json' };
