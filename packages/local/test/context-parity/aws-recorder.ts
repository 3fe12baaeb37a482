import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of an AWS client. */
export interface RecordedCall {
  /** What the handler put in: the id of the invocation that made the call. */
  requestId: string;
  /** The header by which AWS joins calls to a trace. */
  traceId: string | undefined;
}

/** A server that takes calls to DynamoDB, SQS and S3 for itself, and answers that all is well. */
export interface AwsRecorder extends AsyncDisposable {
  /** The variables that send AWS clients here. */
  readonly env: Record<string, string>;
  readonly calls: readonly RecordedCall[];
  /** How many invocations have been between their first call and its answer at one time. */
  together(): number;
}

/** Starts one that answers nobody's first call before so many invocations have made theirs. */
export async function startAwsRecorder({ gather }: { gather: number }): Promise<AwsRecorder> {
  const calls: RecordedCall[] = [];
  const seen = new Set<string>();
  const waiting: (() => void)[] = [];
  let most = 0;

  async function gathered(requestId: string): Promise<void> {
    if (seen.has(requestId)) return;
    seen.add(requestId);
    const turn = new Promise<void>((resolve) => waiting.push(resolve));
    most = Math.max(most, waiting.length);
    if (waiting.length >= gather) for (const answer of waiting.splice(0)) answer();
    await turn;
  }

  const server = createServer(async (request, response) => {
    const requestId = requestIdOf(request.url ?? '', await bodyOf(request));
    const traceId = request.headers['x-amzn-trace-id'];
    calls.push({ requestId, traceId: traceId === undefined ? undefined : String(traceId) });
    if (requestId !== 'at-start') await gathered(requestId);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    calls,
    together: () => most,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function requestIdOf(url: string, body: string): string {
  const [, key] = /^\/orders\/([^?]+)/.exec(url) ?? [];
  if (key) return decodeURIComponent(key);
  const { MessageBody, Key } = JSON.parse(body);
  return MessageBody ?? Key.id.S;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end('{}');
}
