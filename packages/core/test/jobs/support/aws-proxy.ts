import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a proxy does to one request. */
export type Fault =
  /** Passed on, but the answer is lost: the connection is cut. */
  | 'lose-answer'
  /** Passed on, but answered 500. */
  | 'error-after'
  /** Not passed on: throttled. */
  | 'throttle'
  /** Not passed on: the connection is cut. */
  | 'drop';

/** A proxy in front of an AWS service: counts requests by operation, and breaks them as told. */
export interface AwsProxy {
  readonly url: string;
  /** The operations asked for, such as `UpdateItem`, in order. */
  readonly operations: string[];
  /** Breaks the next requests of this operation, one after the other. */
  break(operation: string, ...faults: Fault[]): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export async function startAwsProxy(
  target: string,
  change: (answer: Answer, operation: string, body: string) => Promise<Answer> = async (answer) =>
    answer,
): Promise<AwsProxy> {
  const operations: string[] = [];
  const faults: { operation: string; fault: Fault }[] = [];

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
    operations.push(operation);
    const index = faults.findIndex((one) => one.operation === operation);
    const fault = index < 0 ? undefined : faults.splice(index, 1)[0]?.fault;
    const body = await text(incoming);
    if (fault === 'drop') return void incoming.socket.destroy();
    if (fault === 'throttle') return fail(response, 400, 'ThrottlingException');
    const answer = await change(await forward(target, incoming, body), operation, body);
    if (fault === 'lose-answer') return void incoming.socket.destroy();
    if (fault === 'error-after') return fail(response, 500, 'InternalServerError');
    // Its checksum is of the body as it was.
    const { 'x-amz-crc32': _, 'content-length': __, ...headers } = answer.headers;
    response.writeHead(answer.status, headers).end(answer.body);
  }

  const server = createServer((incoming, response) => void handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operations,
    break(operation, ...list) {
      faults.push(...list.map((fault) => ({ operation, fault })));
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function forward(target: string, incoming: IncomingMessage, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', url = '/', headers } = incoming;
    const outgoing = request(new URL(url, target), { method, headers }, async (answer) => {
      resolve({
        status: answer.statusCode ?? 500,
        headers: answer.headers,
        body: await text(answer),
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function fail(response: ServerResponse, status: number, type: string): void {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'by order' };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
