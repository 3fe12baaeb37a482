import { unescape as decodePercents } from 'node:querystring';
import { isLoadBalancer, isVersion1, isVersion2 } from './http-event-shape.js';

/** The services whose events the adapter turns into HTTP requests, by the form of their events. */
export type HttpSource = 'api-gateway-v1' | 'api-gateway-v2' | 'load-balancer';

/** The HTTP request that the adapter makes of an event. */
export interface HttpEventRequest {
  source: HttpSource;
  method: string;
  path: string;
  /** Without the question mark. */
  query: string;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
  requestContext: unknown;
}

/**
 * The HTTP request that the adapter makes of an event which looks like one of API Gateway, a
 * Function URL or a load balancer, tried in this order; `undefined` for all others, and for those in
 * which a field has the wrong type.
 */
export function toHttpRequest(event: unknown): HttpEventRequest | undefined {
  if (isVersion1(event)) {
    return toRequest('api-gateway-v1', event as HttpEvent, queryOf(event as HttpEvent));
  }
  if (isVersion2(event)) {
    const version2 = event as HttpEvent;
    const { http } = version2.requestContext as { http: { method: string } };
    const path = version2.rawPath ?? version2.path;
    const query = version2.rawQueryString ?? '';
    return toRequest('api-gateway-v2', { ...version2, httpMethod: http.method, path }, query);
  }
  if (isLoadBalancer(event)) {
    // A load balancer leaves them encoded.
    const query = queryOf(event as HttpEvent, decodeQuery);
    return toRequest('load-balancer', event as HttpEvent, query);
  }
  return undefined;
}

type Nullish<Value> = Value | null | undefined;
type OneOrMany = Nullish<Record<string, string | string[]>>;

interface HttpEvent {
  httpMethod?: string;
  path?: Nullish<string>;
  rawPath?: Nullish<string>;
  rawQueryString?: Nullish<string>;
  headers?: OneOrMany;
  multiValueHeaders?: OneOrMany;
  cookies?: Nullish<string[]>;
  queryStringParameters?: OneOrMany;
  multiValueQueryStringParameters?: OneOrMany;
  body?: Nullish<string>;
  isBase64Encoded?: Nullish<boolean>;
  requestContext: unknown;
}

function toRequest(source: HttpSource, event: HttpEvent, query: string): HttpEventRequest {
  const { headers, multiValueHeaders, cookies, body, isBase64Encoded } = event;
  const all = Object.entries({ ...multiValueHeaders, ...headers });
  return {
    source,
    method: event.httpMethod || 'GET',
    path: event.path || '/',
    query,
    headers: {
      ...Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), unlessMany(value)])),
      ...(cookies && { cookie: cookies.join(';') }),
    },
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
    requestContext: event.requestContext,
  };
}

// Of some headers Node takes no list, not even one of one.
function unlessMany(value: string | string[]): string | string[] {
  return Array.isArray(value) && value.length === 1 ? (value[0] ?? '') : value;
}

function queryOf(event: HttpEvent, decode = (query: string) => query): string {
  const many = toQuery(event.multiValueQueryStringParameters);
  return decode(many === '' ? toQuery(event.queryStringParameters) : many);
}

function toQuery(parameters: OneOrMany): string {
  const pairs = Object.entries(parameters ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs).toString();
}

function decodeQuery(query: string): string {
  return new URLSearchParams(decodePercents(query)).toString();
}
