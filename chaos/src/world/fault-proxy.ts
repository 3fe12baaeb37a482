import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { chance } from '../plan/chance.ts';
import type { Fault } from './faults.ts';
import { faultOf } from './faults.ts';

/** A request on its way to an AWS service. */
export interface AwsRequest {
  /** Such as `UpdateItem`. */
  readonly operation: string;
  readonly body: string;
  /** The name of the worker that sent it, by its user agent. */
  readonly worker: string | undefined;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What passes a request on: to the service, or first past somebody who writes it down. */
export type PassOn = (
  request: AwsRequest,
  send: (body: string) => Promise<AwsAnswer>,
) => Promise<AwsAnswer>;

export interface FaultProxyOptions {
  /** The service's URL. */
  readonly target: string;
  /** Tells this proxy's choices from another's. */
  readonly name: string;
  readonly seed: number;
  readonly passOn?: PassOn;
  onFault(fault: Fault, request: AwsRequest): void;
}

/** A proxy in front of an AWS service that breaks requests, as its seed says. */
export interface FaultProxy {
  readonly url: string;
  /** How many requests there were. */
  requests(): number;
  /** Throttles most requests for so long. */
  storm(milliseconds: number): void;
  /** Breaks nothing from now on. */
  calm(): void;
  close(): Promise<void>;
}

export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { target, name, seed, onFault } = options;
  const { passOn = (awsRequest, send) => send(awsRequest.body) } = options;
  const agent = new Agent({ keepAlive: true });
  let requests = 0;
  let stormUntil = 0;
  let calm = false;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const awsRequest: AwsRequest = {
      operation: String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '',
      body: await text(incoming),
      worker: /\bapp\/([\w-]+)/.exec(String(incoming.headers['user-agent']))?.[1],
    };
    const at = chance(seed, name, requests);
    const fault = calm ? undefined : faultOf(awsRequest.operation, at, Date.now() < stormUntil);
    if (fault) onFault(fault, awsRequest);

    if (fault === 'drop') return void incoming.socket.destroy();
    if (fault === 'throttle') return refuse(response, 400, 'ThrottlingException');
    const send = (body: string) => forward({ target, agent, incoming, body });
    const answer = await passOn(awsRequest, send);
    if (fault === 'lose the answer') return void incoming.socket.destroy();
    if (fault === 'apply, then 500') return refuse(response, 500, 'InternalServerError');
    // The checksum and the length are of the body as it was.
    const { 'x-amz-crc32': _, 'content-length': __, ...headers } = answer.headers;
    response.writeHead(answer.status, headers).end(answer.body);
  }

  const server = createServer((incoming, response) => {
    // The client was killed in the middle of its request, or the service is closing.
    handle(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    storm(milliseconds) {
      stormUntil = Date.now() + milliseconds;
    },
    calm() {
      calm = true;
    },
    close() {
      agent.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Forwarding {
  readonly target: string;
  readonly agent: Agent;
  readonly incoming: IncomingMessage;
  readonly body: string;
}

function forward({ target, agent, incoming, body }: Forwarding): Promise<AwsAnswer> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', url = '/', headers } = incoming;
    const outgoing = request(
      new URL(url, target),
      { method, agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        const { statusCode: status = 500 } = answer;
        text(answer).then(
          (read) => resolve({ status, headers: answer.headers, body: read }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function refuse(response: ServerResponse, status: number, type: string): void {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  const body = { __type: `com.amazonaws.chaos#${type}`, message: 'by order of the seed' };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
