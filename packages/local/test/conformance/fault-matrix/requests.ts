import { request } from 'node:http';
import { urlToHttpOptions } from 'node:url';

/** A row: a bad request that goes straight to the event server while it works on an event. */
export interface BadRequest {
  name: string;
  /** The adapter, by its header, or a person with curl. */
  from: 'adapter' | 'person';
  /** What a person gets; to the adapter the invocation fails. */
  status?: number;
  method?: string;
  /** @default the pass-through path */
  path?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Hangs up when this has been sent. */
  hangUp?: true;
}

const json = { 'content-type': 'application/json' };
const overTheLimit = JSON.stringify('x'.repeat(1024 * 1024));

export const badRequests: readonly BadRequest[] = [
  { name: 'curl: not JSON', from: 'person', status: 500, headers: json, body: '{"id":' },
  { name: 'curl: an empty body', from: 'person', status: 500, headers: json },
  { name: 'curl: over the limit', from: 'person', status: 500, headers: json, body: overTheLimit },
  {
    name: 'curl: another content type',
    from: 'person',
    status: 415,
    headers: { 'content-type': 'text/plain' },
    body: '{}',
  },
  { name: 'curl: GET on the event path', from: 'person', status: 405, method: 'GET' },
  { name: 'curl: an unknown path', from: 'person', status: 404, path: '/x', headers: json },
  { name: 'the adapter: not JSON', from: 'adapter', headers: json, body: '{"id":' },
  { name: 'the adapter: an empty body', from: 'adapter', headers: json },
  { name: 'the adapter: over the limit', from: 'adapter', headers: json, body: overTheLimit },
  {
    name: 'the adapter: another content type',
    from: 'adapter',
    headers: { 'content-type': 'text/plain' },
    body: '{}',
  },
  { name: 'the adapter: GET on the event path', from: 'adapter', method: 'GET' },
  { name: 'the adapter: an unknown path', from: 'adapter', path: '/x', headers: json, body: '{}' },
  {
    name: 'the adapter: garbage in every header',
    from: 'adapter',
    headers: {
      ...json,
      'x-amzn-lambda-context': '{"deadline":"ü',
      'x-amzn-trace-id': '=;=\u00ff',
      'x-amzn-request-context': '}{',
      'x-amz-tenant-id': '\u00ff',
      expect: 'everything',
      'accept-encoding': 'gzip, *;q=2',
    },
    body: '{}',
  },
  {
    name: 'the adapter: hangs up in the middle of its event',
    from: 'adapter',
    headers: json,
    body: '{"do":"reply slowly","ms":1000}',
    hangUp: true,
  },
];

/** Sends it, and resolves with the status of the answer, or 'closed' where there is none. */
export function send(badRequest: BadRequest, url: string, eventPath: string): Promise<string> {
  const { method = 'POST', path = eventPath, headers = {}, body, from, hangUp } = badRequest;
  return new Promise((resolve) => {
    const outgoing = request({
      ...urlToHttpOptions(new URL(path, url)),
      method,
      agent: false,
      headers: { ...(from === 'adapter' && contextHeader()), ...headers },
    });
    outgoing.on('response', (incoming) => {
      incoming.resume();
      resolve(String(incoming.statusCode));
    });
    outgoing.on('error', () => resolve('closed'));
    if (hangUp) setTimeout(() => outgoing.destroy(), 20);
    outgoing.end(body);
  });
}

function contextHeader(): Record<string, string> {
  const context = { request_id: 'a-bad-request', deadline: Date.now() + 10_000 };
  return { 'x-amzn-lambda-context': JSON.stringify(context), 'x-amzn-request-context': 'null' };
}
